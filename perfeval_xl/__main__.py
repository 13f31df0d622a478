"""`python -m perfeval_xl` is `perfeval-xl`."""

from perfeval_xl.cli.main import main

if __name__ == "__main__":
    main()
