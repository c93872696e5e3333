// The content of files that wait with an add, from the panel to the worker. It is in IndexedDB, which both can open:
// storage.local has room for 10 MB in all, and messages between the two carry JSON only.

/** @typedef {{sha256: string, filename: string, type: "resume" | "cover_letter" | "other"}} FileInfo what an add says of a file */

const storeName = "files";
const orphanMs = 24 * 3600 * 1000;

/** FileStore has at most one file for each add, by request_id. */
export class FileStore {
  /** When this resolves the file survives the browser. @param {string} request_id @param {Blob} content */
  put(request_id, content) {
    return inStore("readwrite", (store) => store.put({content, at: Date.now()}, request_id));
  }

  /** @param {string} request_id @returns {Promise<Blob | undefined>} */
  async get(request_id) {
    return (await inStore("readonly", (store) => store.get(request_id)))?.content;
  }

  /** @param {string} request_id */
  remove(request_id) {
    return inStore("readwrite", (store) => store.delete(request_id));
  }

  /**
   * Removes files without an add: the panel was closed between the two. One of today may still get its add.
   * @param {Set<string>} wanted request ids
   */
  async prune(wanted) {
    const keys = await inStore("readonly", (store) => store.getAllKeys());
    for (const key of keys.map(String).filter((id) => !wanted.has(id))) {
      const {at = 0} = (await inStore("readonly", (store) => store.get(key))) ?? {};
      if (at < Date.now() - orphanMs) await this.remove(key);
    }
  }
}

/**
 * One operation in a transaction of its own; resolves with its result once the transaction is on disk.
 * @template T
 * @param {IDBTransactionMode} mode
 * @param {(store: IDBObjectStore) => IDBRequest<T>} operation
 * @returns {Promise<T>}
 */
async function inStore(mode, operation) {
  const database = await openDatabase();
  try {
    const transaction = database.transaction(storeName, mode, {durability: "strict"});
    return await new Promise((resolve, reject) => {
      const request = operation(transaction.objectStore(storeName));
      transaction.oncomplete = () => resolve(request.result);
      transaction.onabort = () => reject(transaction.error);
    });
  } finally {
    database.close();
  }
}

/** @returns {Promise<IDBDatabase>} */
function openDatabase() {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open("outbox", 1);
    request.onupgradeneeded = () => request.result.createObjectStore(storeName);
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}
