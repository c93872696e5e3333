// Package queue keeps work safe on disk until it is done. It is built on Badger and treats what it carries as opaque bytes.
//
// # What is guaranteed
//
//   - When Enqueue returns without an error, the item is on disk and synced. A crash or a power cut after that does not lose it.
//   - A dedupe key names one item for ever. Enqueueing it again returns that item, also after it is done.
//   - Every change that a method reports as successful is synced as well: leases, checkpoints, waits, answers, cancellations.
//   - Items that share a group are never leased at the same time. A held item (see Checkpoint) keeps the others of its groups out
//     while it waits and across restarts, until it is finished or the hold is given up.
//   - Nothing leaves the queue except as done, or as cancelled because someone called Cancel.
//   - An operation that is refused writes nothing. After an error of the disk an operation may have happened or not; it is never
//     reported as successful, and nothing is read or answered until the database has been written out and opened again.
//   - Files that changed since the queue last wrote them are noticed at Open, also after a crash: a byte that differs or is missing in
//     what was acknowledged is never taken for a write that had not ended. The folder is set aside as it is, what can be read is copied
//     into a new one, and every item that was ever given an id is still there; see Damage. When the damage may hide later states of
//     items, all that were not finished need a person, because sending one of them again could make a second person.
//
// # What is not promised
//
//   - That an item is worked on only once. After a crash a leased item is handed out again, with the progress of its last checkpoint.
//     A lease holder records what it is about to do before it does it.
//   - That erased payloads leave the disk at once. Badger drops the bytes when it next rewrites the files that contain them.
//   - Anything about a record that the disk garbled, except that it is not ignored: the item then needs a person, with the cause
//     CauseDamaged, its payload, and neither its progress nor its groups.
//   - That damage is noticed at Open in these rare cases: a power cut that took the last words of the witness with it (see Rest); tables
//     that Badger wrote after the last commit before a crash; the first commit into a log that Badger went on to; value logs that vanish
//     between EraseDone and the next rest. A payload that is lost is then noticed when its item is leased.
//   - That everything behind a damaged place in the log of a memtable is copied after a crash. It stays in the folder that is set aside.
//   - That the folder is set aside untouched when Badger itself refuses to open it after a crash and nothing else was wrong with it.
//   - More than one process. The folder belongs to one process at a time; a second Open answers ErrInUse.
//
// Leases do not expire. A lease ends with its finish (Complete, WaitUntil, NeedsYou, CancelLeased) or with the process. All lease
// holders live in the process that owns the folder, so a holder that is gone means that the process is gone, and an expiry could only
// ever hand the same work to two holders while a laptop wakes up from sleep.
//
// # When things are written
//
// One goroutine, the committer, makes every change. While one transaction is being synced, the operations that arrive meanwhile wait;
// the committer then puts all of them (at most 256 operations or about 900 KB) into the next transaction, syncs once, and answers them
// all. Which item is next is decided in memory, so neither leasing nor waiting ever searches the disk; items blocked by their group and
// items whose time has come are not rewritten until they are leased.
//
// # Rest
//
// An open Badger wakes the processor hundreds of times a second. After five seconds without use it is therefore closed, and opened
// again, in about 10 ms, by the next caller who needs the disk; what is leased, and by whom, stays in memory. Waiting for an item does
// not need the disk. Closing writes everything into tables and then a seal: size and checksum of every file, and copies of MANIFEST and
// KEYREGISTRY. Opening first renames the seal, so that it never speaks for files that Badger has changed. The folder stays locked
// meanwhile by the file DIR.lock beside it. After 8 MB of writes the database is closed as well, because Badger keeps what it wrote
// mapped in memory.
//
// While the database is open, the file WITNESS says how many transactions and values of each of Badger's logs were acknowledged. It is
// written before every answer but not synced. The sums of tables that Badger writes meanwhile go into SEAL.old at the next commit. After
// a crash the logs are read up to where Badger would stop reading, and compared with the witness; see witness.go.
//
// # States
//
//	            ┌──────────── Wake, Retry ────────────┐
//	            ▼                                     │
//	Enqueue ─▶ ready ──── Lease ────▶ leased ── WaitUntil ──▶ waiting
//	            ▲ ▲                    │ │ ▲                   │
//	            │ └── process restart ─┘ │ └── Lease when due ─┘
//	            │                        ├── NeedsYou ──▶ needs_you ──┐
//	            │                        ├── Complete ──▶ done        │
//	            │                        └── CancelLeased, or restart │
//	            │                            after Cancel ─▶ cancelled│
//	            └────────────────── Answer, Retry ────────────────────┘
//
//	Cancel moves ready, waiting and needs_you to cancelled. On a leased item it leaves a request for the holder.
//
// # Keys
//
// Numbers are big-endian, so keys sort by id; times are microseconds since 1970.
//
//	q <id 8>                 payload, never rewritten
//	s <id 8>                 state record, see codec.go
//	d <hash of key 16>       dedupe key → id 8
//	g <group 16> <id 8>      items of a group, empty value
//	f <finished 8> <id 8>    finished items whose payload is not erased yet, empty value
//	m counters               last id given, lowest id that may be unfinished, number of done and of cancelled items
//	m format                 version of this layout
//	m damage                 JSON, what the last rescue found
//
// Open scans only s, from the lowest id that may be unfinished.
//
// # Disk space
//
// Badger maps its files into memory, and the operating system kills a process that touches such a page on a full disk. The queue
// therefore measures the free space first: below 64 MiB it refuses to open and to accept and does not rest, below 16 MiB it refuses
// every change, and to wake up.
package queue
