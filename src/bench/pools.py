"""What Python's pools are asked to do: pools.py pool|executor same|hash TASKS WORKERS CHUNK; 0 is the pool's own."""
import concurrent.futures
import hashlib
import multiprocessing
import sys

BLOCK = bytes(1 << 20)


def same(n):
    return n


def hash_(n):
    digest = hashlib.sha256(str(n).encode())
    for _ in range(500):
        digest.update(BLOCK)
    return int.from_bytes(digest.digest()[:4], "big") & 0x7fffffff


def main():
    kind, function, tasks, workers, chunk = sys.argv[1], sys.argv[2], *map(int, sys.argv[3:])
    call = {"same": same, "hash": hash_}[function]
    items = range(1, tasks + 1)
    if kind == "pool":
        with multiprocessing.Pool(workers) as pool:
            results = pool.map(call, items, chunksize=chunk or None)
    else:
        with concurrent.futures.ProcessPoolExecutor(workers) as pool:
            results = list(pool.map(call, items, chunksize=chunk or 1))
    print("SUM", sum(results), len(results))


if __name__ == "__main__":
    main()
