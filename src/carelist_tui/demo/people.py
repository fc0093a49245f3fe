"""People who do not exist: names, numbers from the ranges kept free for that, addresses of no town."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

_NAMES: tuple[tuple[str, str], ...] = (
    ("Alice Brenda Carl Donna Eric Frances George Hazel Ian Janet Keith Linda",
     "Ashworth Bramley Cartwright Dobson Eastwood Fairclough Greenhalgh Hargreaves Ibbotson Jessop Kershaw Lomax"),
    ("Amina Bilal Farah Hassan Imran Khadija Mariam Nadia Omar Samira Tariq Zainab",
     "Ahmed Begum Chaudhry Hussain Iqbal Khan Mahmood Malik Rahman Siddiqui Yusuf Zaman"),
    ("Ade Blessing Chidi Efua Femi Grace Ifeoma Kwame Ngozi Patience Segun Yaw",
     "Abiola Boateng Danso Eze Folarin Mensah Nwosu Okeke Osei Owusu Quartey Uche"),
    ("Angharad Bethan Carys Dylan Eleri Gareth Huw Ieuan Llinos Megan Rhys Sioned",
     "Bevan Cadwaladr Evans Griffiths Howell Jenkins Llewellyn Morgan Parry Prosser Rees Vaughan"),
    ("Agnieszka Bartosz Danuta Elżbieta Grzegorz Irena Jakub Katarzyna Marek Piotr Wanda Zofia",
     "Adamczyk Bąk Czarnecka Dudek Jabłoński Kowalczyk Lis Mazur Pawlak Sikora Wójcik Zając"),
    ("Anjali Bhavna Deepak Gurpreet Harjit Jaspreet Kavita Manjit Neha Raj Simran Vikram",
     "Bains Chopra Dhillon Gill Joshi Kaur Mistry Patel Rai Sandhu Thakkar Virdee"),
    ("Aisling Brendan Ciara Declan Eoin Fionnuala Maeve Niamh Oisín Róisín Seamus Sinéad",
     "Byrne Connolly Doherty Fallon Gallagher Keogh Lynch McCann Nolan O'Shea Quinn Rafferty"),
    ("Calum Delroy Errol Fiona Isla Jermaine Kirsty Leroy Marcia Morag Shanice Winston",
     "Campbell Dixon Edwards Francis Gordon Henry Jarrett MacLeod McKenzie Reid Samuels Sinclair"),
    ("An Bo Chen Hana Jun Lan Mei Minh Ping Thuy Wei Yuki",
     "Chan Duong Ho Kimura Lam Nguyen Park Pham Sato Tran Wong Zhang"),
)  # fmt: skip
STREETS = ("Mill Lane", "Station Road", "Quarry Hill", "Chapel Street", "Canal Row", "Orchard Close", "Tenter Field",
           "Beck Side", "Priory Walk", "Foundry Court")  # fmt: skip
SURGERIES = ("Mill Lane Surgery", "Beck Side Health Centre", "Priory Practice", "Station Road Surgery")


def names(random: Random) -> Iterator[tuple[str, str]]:
    """Given and family names, no two people with the same; after a thousand they begin again."""
    every = [(given, family) for givens, families in _NAMES for given in givens.split() for family in families.split()]
    random_order = sorted(every, key=lambda _: random.random())
    while True:
        yield from random_order


def nhs_numbers(random: Random) -> Iterator[str]:
    """Valid NHS numbers from 999 000 0000 on, which are never given to anybody."""
    number = 999_000_000 + int(random.random() * 500_000)
    while True:
        number += 1 + int(random.random() * 300)
        digits = str(number)
        check = 11 - sum(int(digit) * weight for digit, weight in zip(digits, range(10, 1, -1), strict=True)) % 11
        if check != 10:
            yield digits + str(check % 11)


def phone_number(random: Random) -> str:
    """A mobile number from the range that is kept for plays and films."""
    return f"07700 900{int(random.random() * 1000):03}"
