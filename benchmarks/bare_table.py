"""Floor B: a bare Header, a DataTable of 500 rows with a row cursor, and a Footer; nothing is read from a disk."""

from textual.app import App, ComposeResult
from textual.widgets import DataTable, Footer, Header

FAMILIES = ("KHAN", "OBI", "YUSUF", "REED", "HALL", "SHAH", "EVANS", "OWEN")
GIVEN = ("Bilal", "Grace", "Amina", "Col", "Ines", "Tom", "Leah")
TITLES = ("Raise the escalation", "Risk check", "Second attempt", "Visit, routine", "Allocate a coordinator")


class Table(App[None]):
    BINDINGS = [("q", "quit", "Quit"), ("w", "mine", "Only mine"), ("n", "next", "Next")]

    def compose(self) -> ComposeResult:
        yield Header()
        yield DataTable(cursor_type="row")
        yield Footer()

    def on_mount(self) -> None:
        table = self.query_one(DataTable)
        table.add_columns("Due", "Person", "Zone", "What is due", "Why", "Owner")
        for n in range(500):
            name = f"{FAMILIES[n % 8]} {GIVEN[n % 7]}"
            table.add_row(f"{n % 9}d", name, "RAG?"[n % 4], TITLES[n % 5], f"row {n}: missed call Mon", "Tom")
        table.focus()


if __name__ == "__main__":
    Table().run()
