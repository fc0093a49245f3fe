"""The build takes the pages of the guide into the package: they stand once, in docs/guide."""

from pathlib import Path

from setuptools import setup
from setuptools.command.build_py import build_py


class WithGuide(build_py):
    """The package, and in its folder `guide` the pages; an editable install reads them where they stand."""

    def run(self) -> None:
        super().run()
        if not self.editable_mode:
            folder = Path(self.build_lib) / "carelist_tui" / "guide"
            self.mkpath(str(folder))
            for page in sorted(Path("docs/guide").glob("*.md")):
                self.copy_file(str(page), str(folder / page.name))


if __name__ == "__main__":  # as what builds it runs it
    setup(cmdclass={"build_py": WithGuide})
