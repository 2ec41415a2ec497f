"""Classes of equal quasi-identifiers, l-diversity and t-closeness of Adult by pandas and NumPy, by their definitions.

    /usr/bin/python3 tests/reference/anonymity.py > tests/reference/anonymity.json
"""
import json
from pathlib import Path

import numpy
import pandas

HERE = Path(__file__).parent
adult = pandas.read_csv(HERE / '../fixtures/data/adult.csv.gz')
SETS = [
    ['age', 'gender', 'race'],
    ['workclass', 'education_num', 'gender'],
    ['age', 'workclass', 'education_num', 'marital_status', 'race', 'gender', 'native_country'],
    ['race', 'gender'],
]


def entropy(counts):
    p = counts / counts.sum()
    return float(-(p * numpy.log(p)).sum())


def recursive(counts, l):
    descending = sorted(counts, reverse=True)
    return float(descending[0] / sum(descending[l - 1:])) if len(descending) >= l else None


def figures(columns):
    groups = adult.groupby(columns)
    sizes = groups.size().to_numpy()
    n = len(adult)
    result = {
        'columns': columns, 'k': int(sizes.min()), 'classes': len(sizes), 'averageRisk': len(sizes) / n,
        'uniqueness': float((sizes == 1).sum() / n), 'above': float(sizes[1 / sizes > 0.2].sum() / n),
    }
    for column in ('occupation', 'income_status', 'hours_per_week', 'capital'):
        counts = [group.value_counts().to_numpy() for _, group in groups[column]]
        found = {
            'distinct': min(len(each) for each in counts), 'entropy': float(numpy.exp(min(map(entropy, counts)))),
            'recursive': max((recursive(each, 2) for each in counts), key=lambda c: numpy.inf if c is None else c),
        }
        values = sorted(adult[column].unique())
        all_rows = adult[column].value_counts(normalize=True).reindex(values, fill_value=0).to_numpy()
        distances = []
        for _, group in groups[column]:
            own = group.value_counts(normalize=True).reindex(values, fill_value=0).to_numpy()
            if adult[column].dtype == object:
                distances.append(numpy.abs(own - all_rows).sum() / 2)
            else:
                distances.append(numpy.abs(numpy.cumsum(own - all_rows)).sum() / (len(values) - 1))
        result[column] = found | {'t': float(max(distances))}
    return result


sets = [figures(columns) for columns in SETS]
print(json.dumps({'tool': f'pandas {pandas.__version__}, numpy {numpy.__version__}', 'adult': sets}, indent=1))
