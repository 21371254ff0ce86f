"""`python -m kuji_ie` is `kuji-ie`."""

from kuji_ie.cli import main

if __name__ == "__main__":
    main()
