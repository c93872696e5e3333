// Package companion is the service: it accepts people at its doors, keeps them on disk, and brings each of them to
// Greenhouse exactly once.
//
// # The path of an add
//
//	door ─▶ accept (intake.go) ─▶ queue, synced ─▶ receipt
//	                                │
//	               work (dispatch.go): lease ─▶ deliver (deliver.go)
//	                                              name ─▶ connection ─▶ match ─▶ plan ─▶ send one step ─▶ verify ─▶ done
//	                                                                              ▲            │
//	                                                                              └─ resolve ◀─┘ (answer lost)
//
// A receipt is given only after the add is on disk. Before a write the journal says "about to send", after it what came
// back; a crash or an unclear answer in between leaves a doubt. A doubt is looked up in Greenhouse before anything else
// is written, and only an absence proven over the settle time (Settings.Delivery) permits sending again. If Greenhouse's
// lists lag behind its writes for longer than that, the promise does not hold.
//
// What one kind of write needs for that (how to write it, find it again, show that looking works, read it back) stands in
// one table, recordKinds; the fault matrix of the tests takes its cases from the plan and so from there.
//
// Somebody in a folder export is two items one after the other: the first fetches the profile (fetch.go), the second is the
// add that it becomes, because only the profile tells with whom it must not be delivered at once. How far a batch has come
// is derived from its items (batchview.go).
//
// A folder export that follows is looked at again and again (follow.go, followpoll.go). Whoever has changed gets an update
// (followlook.go): an item that goes the path of an add, but creates and matches nobody (followdeliver.go). What an update
// writes comes from three sides: what Greenhouse was last given, which every receipt remembers as keyed hashes
// (followbase.go), what it has now, and the profile. The updates of a profile are a chain, of which one is open at a time
// (followchain.go), so that a change is made into one update whatever happens and however many exports know the person.
//
// Adds of one account that share an identifier (profile page, e-mail, LinkedIn or other link, phone) are delivered one
// after another, and an add whose writing has begun keeps the others waiting until it is done.
//
// # Start and stop
//
// New opens the queue, then the doors: two local sockets (browsers' native host, command line) and, unless the settings
// shut it, a WebSocket on loopback for paired browsers. Run serves them and delivers until its context ends, then closes the doors, lets
// every delivery finish the write it is in, and closes the queue.
//
// # What is where
//
// In the data folder, readable by its owner only: queue/ and files/ (both encrypted), batches/ and
// fetched-profiles (profile ids of exports, and which were fetched before), accounts.json and amazinghiring.json
// (no secrets), clients.json (browsers that may talk), rate-….json (the rate window), secrets.json (only with
// the file secret store), audit.log (who did what, hash-chained), audit-people (pseudonyms by keyed hashes), audit-head.json
// (how far the log has come; with the file secret store), index-…/ (who is in Greenhouse, by keyed hashes),
// starter-kit.json (a hash of its token), run/ (sockets), config.toml (settings). The payload of a finished add is erased after a
// day; its receipt (ids, outcome, times, story) stays, and is how the same profile is recognised later. A file goes when no
// add with its payload names it. All of that about one person can be shown (exportdata.go) and erased at once (forget.go).
package companion
