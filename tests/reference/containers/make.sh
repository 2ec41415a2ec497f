#!/bin/sh
# Makes the files of this folder with other programs; they are committed, so no test needs one of them.
# Debian 12: gpg 2.2.40, openssl 3.0.19, age 1.1.1, cryptsetup 2.6.1, zip 3.0, 7-Zip 26.02, sqlite3 3.40.1,
# python3-cryptography 38.0.4, pyarrow 25.0.1 (PyPI) where PYARROW names a Python
# that has it.
set -eu
cd "$(dirname "$0")"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
plain=$work/people.csv
# 400 rows; names of columns that nothing else has.
/usr/bin/python3 - "$plain" <<'PY'
import sys
with open(sys.argv[1], "w") as file:
    file.write("patientName,diagnosisCode\n")
    for row in range(400):
        file.write(f"patient-{row % 4:08d},C50.9\n")
PY
cp "$plain" plain.csv

export GNUPGHOME=$work/gnupg
mkdir -m 700 "$GNUPGHOME"
gpg() { command gpg --batch --yes --quiet --no-tty --pinentry-mode loopback --passphrase 'for tests only' "$@"; }
gpg --symmetric --cipher-algo AES256 --output gpg-symmetric-aes256.gpg "$plain"
gpg --symmetric --cipher-algo CAST5 --output gpg-symmetric-cast5.gpg "$plain"
gpg --symmetric --cipher-algo AES128 --armor --output gpg-symmetric-aes128.asc "$plain"
gpg --quick-generate-key 'Test <test@example.org>' rsa2048 encrypt never
gpg --trust-model always --encrypt --recipient test@example.org --output gpg-public-key.gpg "$plain"
gpg --store --compress-algo none --output gpg-store.gpg "$plain"

export PASS='for tests only'
openssl enc -aes-256-cbc -pbkdf2 -pass env:PASS -in "$plain" -out openssl-cbc.enc
openssl enc -aes-256-cbc -pbkdf2 -pass env:PASS -a -in "$plain" -out openssl-cbc.b64
openssl enc -aes-128-ecb -K 00112233445566778899aabbccddeeff -in "$plain" -out openssl-ecb.enc
openssl enc -aes-128-ecb -K 00112233445566778899aabbccddeeff -a -in "$plain" -out openssl-ecb.b64
openssl enc -aes-128-cbc -K 00112233445566778899aabbccddeeff -iv 0102030405060708090a0b0c0d0e0f10 -in "$plain" -out openssl-cbc-raw.enc

# One key and one counter for two texts.
sed 's/C50/J45/' "$plain" >"$work/other.csv"
for name in people other; do
  openssl enc -aes-256-ctr -K "$(printf '%064d' 7)" -iv "$(printf '%032d' 9)" -in "$work/$name.csv" -out "ctr-$name.enc"
done

age-keygen -o "$work/key.txt" 2>/dev/null
age-keygen -o "$work/other.txt" 2>/dev/null
age -r "$(age-keygen -y "$work/key.txt")" -o age.age "$plain"
age -r "$(age-keygen -y "$work/key.txt")" -r "$(age-keygen -y "$work/other.txt")" -a -o age-two.asc "$plain"
cp "$work/key.txt" age-key.txt

luks() { # NAME OPTIONS…: of the volume the first 16 KiB, which hold its header but no key
  name=$1
  shift
  truncate -s 20M "$work/volume"
  printf 'for tests only' | cryptsetup luksFormat --batch-mode --pbkdf pbkdf2 --pbkdf-force-iterations 1000 "$@" "$work/volume" -
  head -c 4096 "$work/volume" | gzip -9n >"$name.gz"
  [ "$name" != luks2-xts ] || head -c 16384 "$work/volume" | gzip -9n >"$name.gz"
  rm "$work/volume"
}
luks luks1-xts --type luks1
luks luks1-cbc-plain --type luks1 --cipher aes-cbc-plain --key-size 128
luks luks2-xts --type luks2

(cd "$work" && zip -q -P 'for tests only' crypto.zip people.csv && zip -q plain.zip people.csv)
cp "$work/crypto.zip" zip-crypto.zip
cp "$work/plain.zip" zip-plain.zip
7z a -tzip -mem=AES256 -p'for tests only' "$work/aes256.zip" "$plain" >/dev/null
7z a -tzip -mem=AES128 -p'for tests only' "$work/aes128.zip" "$plain" >/dev/null
7z a "$work/mixed.zip" -tzip -mem=AES256 -p'for tests only' "$plain" >/dev/null
7z a "$work/mixed.zip" -tzip "$work/other.csv" >/dev/null
7z a -p'for tests only' "$work/aes.7z" "$plain" >/dev/null
7z a -mhe=on -p'for tests only' "$work/aes-header.7z" "$plain" >/dev/null
7z a "$work/plain.7z" "$plain" >/dev/null
cp "$work/aes256.zip" zip-aes256.zip
cp "$work/aes128.zip" zip-aes128.zip
cp "$work/mixed.zip" zip-mixed.zip
cp "$work/aes.7z" 7z-aes.7z
cp "$work/aes-header.7z" 7z-aes-header.7z
cp "$work/plain.7z" 7z-plain.7z

sqlite3 "$work/plain.db" 'create table people (patientName text); insert into people values (1);'
head -c 4096 "$work/plain.db" | gzip -9n >sqlite-plain.db.gz
gzip -9nc "$plain" >plain.csv.gz

/usr/bin/python3 - "$plain" <<'PY'
import sys
from cryptography.fernet import Fernet
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
plain = open(sys.argv[1], "rb").read()
open("fernet.token", "wb").write(Fernet(b"Y3cwX3g2ODlScEktalRSUjdvRThoX2VRc0tJbXZKYXA=").encrypt(plain))
# A nonce before the ciphertext, as many programs write it, and the same one twice.
nonce = bytes.fromhex("8d1f0c6be2a94f7755c3901a")
for name, text in (("one", plain), ("two", plain[::-1])):
    open(f"gcm-nonce-{name}.enc", "wb").write(nonce + AESGCM(b"0123456789abcdef").encrypt(nonce, text, None))
PY

[ -z "${PYARROW-}" ] || "$PYARROW" - "$plain" <<'PY'
import sys, base64
import pyarrow as pa, pyarrow.csv, pyarrow.parquet as pq, pyarrow.parquet.encryption as pe
table = pyarrow.csv.read_csv(sys.argv[1])
pq.write_table(table, "parquet-plain.parquet")
class Kms(pe.KmsClient):
    def __init__(self, config):
        super().__init__()
    def wrap_key(self, key, name):
        return base64.b64encode(key)
    def unwrap_key(self, wrapped, name):
        return base64.b64decode(wrapped)
factory = pe.CryptoFactory(lambda config: Kms(config))
for name, algorithm in (("gcm", "AES_GCM_V1"), ("gcm-ctr", "AES_GCM_CTR_V1")):
    config = pe.EncryptionConfiguration(footer_key="footer", uniform_encryption=True, encryption_algorithm=algorithm, double_wrapping=False)
    properties = factory.file_encryption_properties(pe.KmsConnectionConfig(), config)
    with pq.ParquetWriter(f"parquet-{name}.parquet", table.schema, encryption_properties=properties) as writer:
        writer.write_table(table)
PY
