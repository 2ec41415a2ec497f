"""Which numbers pass, by python-stdnum and Python's ipaddress, for engine/methods/privacy/identifiers/checks.test.ts.

    /usr/bin/python3 tests/reference/identifiers.py > tests/reference/identifiers.json    # Debian: python3-stdnum

Half of the numbers are made valid, then half of those have one digit changed or two neighbours swapped. All are synthetic.
"""
import ipaddress
import json
import random
import sys
import stdnum
from stdnum import iban, luhn
from stdnum.cn import ric
from stdnum.us import ssn

SEED = 20261126
COUNT = 150
rng = random.Random(SEED)


def digits(n):
    return ''.join(rng.choice('0123456789') for _ in range(n))


def disturbed(text):
    how = rng.random()
    at = rng.randrange(len(text) - 1)
    if how < 0.5:
        return text
    if how < 0.75:
        return text[:at] + rng.choice('0123456789') + text[at + 1:]
    return text[:at] + text[at + 1] + text[at] + text[at + 2:]


def card():
    body = rng.choice(['4', '51', '2221', '37', '6011', '3530', '62']) + digits(13)
    body = body[:14 if body.startswith('37') else 15]
    return disturbed(body + luhn.calc_check_digit(body))


def account():
    country, length = rng.choice([('GB', 22), ('DE', 22), ('FR', 27), ('NL', 18), ('CH', 21), ('NO', 15), ('SA', 24)])
    body = digits(length - 4)
    if country in ('GB', 'NL'):
        body = 'ABCD' + body[4:]
    return disturbed(country + iban.calc_check_digits(country + '00' + body) + body)


def resident():
    county = rng.choice(['110105', '310104', '440305', '330106', '510107', '990101'])
    day = '%04d%02d%02d' % (rng.randint(1930, 2020), rng.randint(1, 13), rng.randint(1, 31))
    body = county + day + digits(3)
    return disturbed(body + ric.calc_check_digit(body + '0'))


def security():
    return '%03d-%02d-%04d' % (rng.choice([0, 1, 219, 536, 665, 666, 667, 899, 900, rng.randint(1, 999)]),
                               rng.randint(0, 99) if rng.random() < 0.8 else 0,
                               rng.randint(0, 9999) if rng.random() < 0.8 else 0)


def address():
    if rng.random() < 0.5:
        return '.'.join(str(rng.choice([1, 10, 99, 192, 255, 256, 300, rng.randint(0, 260)])) for _ in range(4))
    groups = ['%x' % rng.getrandbits(16) for _ in range(rng.choice([7, 8, 8, 9]))]
    if rng.random() < 0.5:
        groups = groups[:rng.randint(3, 5)]
        groups.insert(rng.randrange(1, len(groups)), '')
    return ':'.join(groups)


def is_address(text):
    try:
        ipaddress.ip_address(text)
        return True
    except ValueError:
        return False


json.dump({
    'tool': 'python-stdnum %s, Python %s' % (stdnum.__version__, sys.version.split()[0]),
    'seed': SEED,
    'luhn': [[text, luhn.is_valid(text)] for text in (card() for _ in range(COUNT))],
    'iban': [[text, iban.is_valid(text, check_country=False)] for text in (account() for _ in range(COUNT))],
    'ric': [[text, ric.is_valid(text)] for text in (resident() for _ in range(COUNT))],
    'ssn': [[text, ssn.is_valid(text)] for text in (security() for _ in range(COUNT))],
    'ip': [[text, is_address(text)] for text in (address() for _ in range(COUNT))],
}, sys.stdout)
