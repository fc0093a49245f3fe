"""One act for several people, wherever they are chosen: its questions, the last look, and one recording for all."""
