"""Six words by which a laptop that asks to be let in is told from any other: read aloud there, typed on a manager's.

They are drawn from its public key alone. Each word is one of 256, and a try at a key whose words are the same costs as
much as an argon2id of 64 MiB: whoever keeps the shared folder can't make one up in a life. Pure.
"""

from __future__ import annotations

import re
from functools import lru_cache

WORDS_ASKED = 6
_STRETCHED_BY = b"carelist laptops"
_TIMES, _MEMORY = 3, 64 * 1024 * 1024
_WORDS = """
acorn album almond anchor apple apron arrow autumn avenue badger bagel bakery balcony balloon bamboo banana banjo
barley basket beacon beaver bicycle biscuit blanket blossom bonfire bottle bracelet bread bridge bronze bucket buffalo
bulb butter cabbage cabin cactus camel candle canoe canvas carpet carrot castle cedar cello cereal cherry chimney
chorus cinema circle clarinet coconut coffee compass concert copper cottage crayon cricket crystal cupboard curtain
cushion daisy dancer dentist diamond dolphin donkey doorbell dragon drummer eagle easel elbow elephant emerald engine
envelope falcon farmer feather fiddle flannel flower football forest fountain foxglove garage garden garlic gazelle
ginger giraffe glacier goose granite grape guitar hammock hamster harbour harvest hazel heather hedgehog helmet
holiday honey indigo island ivory jacket jaguar jasmine jigsaw jungle juniper kangaroo kettle kitchen kiwi koala
ladder lagoon lantern laundry lavender leopard letter library lilac lizard lobster magnet magpie mango marble market
meadow melon meteor mirror mitten monkey morning mosaic mountain museum mustard napkin nectar needle noodle nutmeg
ocean octopus olive onion orange orbit orchid otter paddle palace pancake panda parcel parrot pasta peacock pebble
pelican pencil penguin piano pigeon pillow planet pony popcorn potato pottery puffin pumpkin puppet puzzle pyramid
quilt rabbit radio railway rainbow raisin reindeer ribbon river robin rooster rosemary saddle sandal seagull shelter
silver slipper snowman sofa spinach sponge sparrow squirrel stocking stream sugar sunset swallow swing tadpole teapot
temple tennis thimble thunder ticket tiger toffee tomato tortoise tractor trumpet tulip tunnel turnip turtle umbrella
unicorn valley vanilla velvet village vinegar violin volcano walnut walrus weasel whistle willow window yellow zebra
"""
WORDS = tuple(_WORDS.split())
"""Everyday words that a bad line doesn't turn into one another; none that would hurt to be read to somebody."""
_LETTERS = re.compile(r"[a-z]+")


@lru_cache(64)
def fingerprint_words(signing_key: str) -> tuple[str, ...]:
    """The words of a laptop with this public signing key, in hex. It takes a moment, on purpose."""
    from nacl.pwhash import argon2id

    drawn = argon2id.kdf(16, bytes.fromhex(signing_key), _STRETCHED_BY, opslimit=_TIMES, memlimit=_MEMORY)
    return tuple(WORDS[number] for number in drawn[:WORDS_ASKED])


def typed_words(text: str) -> tuple[str, ...]:
    """The words that somebody typed, whatever stands between them and however they are written."""
    return tuple(_LETTERS.findall(text.casefold()))
