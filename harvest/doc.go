// Package harvest speaks to Greenhouse through the Harvest API: version 3, or the legacy version 1 for who still has a
// key of it.
//
// It lists what adding a person needs to know, and makes and changes what adding a person
// leaves behind: candidates, applications, attachments, notes, tags, educations,
// employments and custom fields. There is one method for one request. It knows nothing
// of queues, browsers or profiles, and it keeps nothing on disk.
//
//	client, err := harvest.New(harvest.Config{ClientID: id, ClientSecret: secret, ActingUser: 4001})
//	...
//	for candidate, err := range client.Candidates(ctx, harvest.CandidateQuery{Email: "ada@example.org"}) {
//		...
//	}
//
// # Dialects
//
// [Config.Dialect] chooses the version; the methods and types are the same. Greenhouse announced the end of version 1
// for [V1Retired], and an answer that says so is an AuthError with Retired set. A key of version 1 is asked for no more
// than [Permission.V1] names: people, jobs, users, sources and custom fields. Everything else, and every part
// of a write that version 1 cannot hold, is [ErrNotInDialect]; nothing is sent then, and nothing is dropped
// silently. What is different with [V1]:
//
//   - Applications and files are read from the rows of people. Without a filter by person that means everybody.
//   - A file is a person's: it is listed once for each application, [NewAttachment.CandidateID] is needed, its id is made
//     up, and type "other" is seen by administrators only.
//   - Right after a create Greenhouse may not find the person yet: lists by id leave them out, and the answer holds only
//     what was asked for.
//   - A create needs an application. A change of custom fields leaves those it does not name.
//   - Whether e-mail addresses are found in any case is not documented, nor is the order of lists.
//   - There is no [Client.Introspect], and a key without a permission may be a 401, as if the key were wrong.
//
// # Reports, never repeats
//
// Harvest has no idempotency key: the same create sent twice makes two people. So
// this package sends a write once and says what became of it; whether to try
// again is the caller's decision. The error types divide the failures by exactly
// that question:
//
//   - [UnavailableError], [RateLimitError]: nothing was executed, try later.
//   - [AuthError], [PermissionError], [NotFoundError], [ValidationError]: Greenhouse
//     refused, nothing was executed, trying again alone does not help.
//   - [AmbiguousError]: a write that may have been applied. Look first.
//
// A write counts as done only when the answer names the record, or, for [Client.MoveApplication],
// has the status 204. What Greenhouse is known to refuse is a ValidationError before anything is sent.
//
// The only second attempt is the one after a 401, which Greenhouse answers
// without executing anything: the token is minted anew, once. V1 has no tokens and no
// second attempt. Redirects are never followed.
//
// # Sign-in
//
// A "Harvest V3 (OAuth)" credential mints short-lived tokens by the client
// credentials grant. The subject of a token is the Greenhouse user it acts as, and
// version 3 has no other way to name one. The client mints for two subjects only:
// [Config.ReadSubject] and [Config.ActingUser]. Greenhouse lets only a Site Admin
// list records. See https://harvestdocs.greenhouse.io/docs/authentication.
//
// # Permissions
//
// Every operation needs a scope of the credential, or a permission of the key. [Permissions] is the one table of them: which operation, which
// scope, what it is good for. [Missing] and [Excess] compare it with what [Client.Introspect] reports.
//
// # Changes
//
// [Client.UpdateCandidate] sends only the fields that are set, but a list replaces the stored one as a whole, custom
// fields included. There is no lock: who reads, adds and writes back may undo what somebody else wrote in between.
//
// # Limits
//
// Greenhouse counts requests in fixed windows of 30 seconds, in V1 of 10, and says in every
// answer how many are left. A call waits, as long as its context allows, rather
// than provoke a refusal; who waits goes by WithPriority, a click before an export.
// Config.Window keeps the window over a restart.
// See https://harvestdocs.greenhouse.io/docs/api-rate-limiting.
//
// Lists come in pages that are fetched when the consumer reaches them, newest
// record first. See https://harvestdocs.greenhouse.io/docs/pagination.
//
// # Privacy and units
//
// Error texts name the operation, the status and the kind of failure; never a
// body, a query value, a token, a name or an address. Times are UTC, ids are 64-bit.
// Answers are read up to 16 MiB, refusals up to 64 KiB.
package harvest
