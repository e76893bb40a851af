"""Makes the demo's three IDX files from MNIST's official ones.  Deterministic.

    python3 make_digits.py FOLDER_WITH_MNIST_GZ OUT_FOLDER

Training rows: the first 2,000 images of digit 2 of MNIST's training set, in their order. Test rows: the first 200 images of each digit
of MNIST's test set, in their order. See ATTRIBUTION.md.
"""
import gzip
import os
import struct
import sys


def read(path):
    with gzip.open(path) as f:
        data = f.read()
    ranks = data[3]
    shape = struct.unpack(f">{ranks}I", data[4:4 + 4 * ranks])
    size = len(data[4 + 4 * ranks:]) // shape[0]
    body = data[4 + 4 * ranks:]
    return shape, [body[i * size:(i + 1) * size] for i in range(shape[0])]


def write(path, shape, rows):
    header = bytes([0, 0, 8, len(shape)]) + struct.pack(f">{len(shape)}I", len(rows), *shape[1:])
    with open(path, "wb") as raw, gzip.GzipFile("", "wb", 9, raw, mtime=0) as f:
        f.write(header + b"".join(rows))


def subset(source, target, name, of, each):
    image_shape, images = read(os.path.join(source, of + "-images-idx3-ubyte.gz"))
    label_shape, labels = read(os.path.join(source, of + "-labels-idx1-ubyte.gz"))
    left = dict(each)
    chosen = []
    for i, label in enumerate(labels):
        if left.get(label[0], 0) > 0:
            left[label[0]] -= 1
            chosen.append(i)
    write(os.path.join(target, name + "-images-idx3-ubyte.gz"), image_shape, [images[i] for i in chosen])
    if len(each) > 1:
        write(os.path.join(target, name + "-labels-idx1-ubyte.gz"), label_shape, [labels[i] for i in chosen])


if __name__ == "__main__":
    source, target = sys.argv[1:]
    subset(source, target, "train", "train", {2: 2000})
    subset(source, target, "test", "t10k", {digit: 200 for digit in range(10)})
