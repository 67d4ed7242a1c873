"""Reads tables with pandas, without options, and checks what pandas makes of them.

Usage: read_tables.py TABLES.json

TABLES.json has a list of tables: the path of each, its key, and the kinds of its columns. Standard
output gets the number of rows of each, as JSON. Fails with a sentence at the first that is not as
its codebook says.
"""

import json
import sys

import pandas
from pandas.api import types

IS_OF_KIND = {
    "number": types.is_numeric_dtype,
    "whole number": types.is_integer_dtype,
    "text": lambda column: not types.is_numeric_dtype(column),
}


def check(path, key, kinds):
    table = pandas.read_csv(path)
    assert list(table.columns) == list(kinds), f"{path}: the columns are {list(table.columns)}"
    for name, kind in kinds.items():
        column = table[name]
        values = column.dropna()
        assert len(values) > 0, f"{path}: {name} is empty"
        # Where a field is empty, pandas makes whole numbers of a column others.
        whole = values.convert_dtypes() if kind == "whole number" else column
        assert IS_OF_KIND[kind](whole), f"{path}: {name} is {column.dtype}, no {kind}"
    assert not table.duplicated(key).any(), f"{path}: two rows have the same {key}"
    return len(table)


with open(sys.argv[1], encoding="utf-8") as file:
    tables = json.load(file)
print(json.dumps([check(**table) for table in tables]))
