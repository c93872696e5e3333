// Package sandbox is a pretend Greenhouse: the Harvest v3 API, its token endpoint and the retired /v1 on one
// listener, strict on the wire, with switches for misbehaviour and a small web page at / that shows what
// arrived. Demonstrations and tests use it; no call ever leaves the machine.
//
//	server, err := sandbox.Start(sandbox.Options{Faults: []string{"reply-lost=1,times=1"}})
//	if err != nil {
//		return err
//	}
//	defer server.Close()
//	info := server.Info() // addresses, credential and the recruiter to act as
//
// It reads the wire on its own and imports no client, so a misspelt field cannot agree with itself. The
// rules follow https://harvestdocs.greenhouse.io; where that is silent the sandbox takes the stricter
// reading, or offers a switch. Every collection of /v3 is one description in the catalogue, which one engine
// interprets; /v1 is a second face of the same organisation.
//
// A fresh sandbox is the organisation "Sandbox Example Ltd": users in every role, two open jobs, a
// closed, a confidential and a template one, sources, a prospect pool, custom fields of every type that takes
// a value, lists of schools and degrees, and no candidates. AddSamplePerson and AddCandidate add people,
// EditCandidate, MergeCandidates, DeleteCandidate and CloseJob are what colleagues do meanwhile, and Requests
// tells what arrived. Everything lives in memory and ends with Close.
//
// # Switches
//
// A switch is written NAME[=VALUE]. Those that strike single calls (with P, reset-at and partial) take options,
// each after a comma. P is a probability from 0 to 1; without it they strike always, or with the option
//
//	chance=P   how probable a strike is, for a switch without P
//	seed=N     makes the strikes of a probability repeatable
//	times=N    strikes the first N matching calls only
//	nth=N      strikes the Nth matching call only; with times= that one and those after it
//	scope=S    which calls match: writes, reads, all (both), token, or METHOD, /PATH or METHOD/PATH
//
// as in error-after=1,nth=2,scope=POST/v3/notes. In a path * stands for one segment. The first of several
// switches that strikes a call wins, and those after it do not count that call. What has no body to spoil, a
// 204, becomes a 200 with one.
//
//	reply-lost=P                     applied, then the connection closes without an answer
//	reset-before=P                   connection reset, nothing applied
//	reset-at=BYTES                   applied, then connection reset after that many bytes of the answer's body, never after all of them
//	error-before=P                   500, nothing applied
//	error-after=P                    applied, then 500
//	timeout-before=P                 nothing applied, silence until the client leaves or the sandbox closes
//	timeout-after=P                  applied, then silence until the client leaves or the sandbox closes
//	garbage-after=P                  applied, then the right status with truncated JSON
//	truncate=P                       applied, then the connection closes in the middle of the answer's body
//	html-after=P                     applied, then the right status with an HTML page
//	redirect-after=P                 applied, then 302 to the web page
//	errors-member=P                  applied, then the right status with an errors member
//	408=P                            408, nothing applied
//	408-after=P                      applied, then 408
//	401-once=P                       401, nothing applied; once unless times= says otherwise
//	429=P                            429 with a second to wait, nothing applied
//	partial=on|off                   a new candidate is stored, its application refused: 201 with an errors member (default off)
//	down                             connection reset on every request, the token endpoint and the page too
//	scope=SCOPE                      which calls the switches that strike hit when they do not say so themselves (default writes)
//	rate=N/SECONDS                   calls per fixed window of /v3 (default 75/30)
//	rate-per=credential|user         who shares that window: everybody with the credential, or each acting user alone (default credential)
//	lag=SECONDS                      rows appear in lists that long after they were written (default 0)
//	lag-rows=hide|message            what lists show of a candidate until then; message is the documented second form of a row (default hide)
//	stale=SECONDS                    changes of rows appear in lists that long after they were made (default 0)
//	time-precision=milliseconds|seconds|filter-seconds what times are kept to, or only what date filters compare (default milliseconds)
//	date-filters=both|pipe|bracket   which spelling of a date filter is understood (default both)
//	refusal-bodies=errors|message|text|empty|html what the body of 401, 403 and 429 holds (default errors)
//	token-ttl=SECONDS                life of an access token (default 3600)
//	token-expiry=at|in|both|none     which expiry fields the token endpoint answers with (default at)
//	one-token=off|on                 a new token revokes the earlier one of the same subject (default off)
//	scopes=LIST                      grant only these scopes, separated by spaces or plus signs; repeatable
//	no-scope=NAME                    withhold this scope; repeatable
//	nonadmin-reads=403|empty         what a list answers to a user who is no Site Admin (default 403)
//	service-reads=ok|403|empty       what a list answers to the integration service user (default ok)
//	private-rows=show|message|hide   how lists show private candidates; message is the documented second form of a row (default show)
//	private-on-create=accept|refuse  the key is_private in a new candidate (default accept)
//	create-answer=envelope|candidate what a new candidate is answered with: candidate and application, or the bare candidate (default envelope)
//	application-required=off|on      a new candidate without an application is refused (default off)
//	second-application=accept|refuse a second application of one candidate to the same job (default accept)
//	unknown-tags=create|refuse       names in a candidate's tags that the organisation does not have yet (default create)
//	auto-merge=off|on                a new candidate with the e-mail address of an older one is merged into it at once (default off)
//	merge-answer=candidate|message   what a merge is answered with (default candidate)
//	merged-ids=nobody|survivor       whom lists find under the id of a candidate that was merged away (default nobody)
//	same-field-name=refuse|accept    a second custom field of one kind with the same name (default refuse)
//	note-type-case=upper|any         how note_type may be spelt (default upper)
//	note-visibility=required|optional the key visibility of a new note; without it a note is public (default required)
//	same-filename=accept|refuse      a second attachment of one application with the same file name (default accept)
//	max-attachment=BYTES             largest attachment, beyond it 413 (default 26214400)
//	v1-retired=off|410|404|403|401|301 what /v1 answers since its removal; off lets it answer as before (default off)
//	v1-rate=N/SECONDS                calls per window of /v1 (default 50/10)
//	v1-window=fixed|rolling          whether that window starts anew as a whole or call by call (default fixed)
//	v1-not-ready=N|SECONDSs          new records of /v1: a truncated answer, then 404 for that many calls or that long (default 0)
//	v1-no-permission=NAME            take this permission from the key, such as candidates:list; repeatable
//	v1-lacking=401|403               what a call without the permission is answered with (default 401)
//	v1-no-user=404|422|403           what a write without On-Behalf-Of is answered with (default 404)
//	v1-errors=message|bare           a 422 of /v1: with an outer message as documented, or bare as recorded (default message)
//	v1-created=201|200               the status of a new record of /v1 (default 201)
//	v1-edited=object|array           a candidate after an edit: itself, or inside an array as in the documented sample (default object)
//	v1-unknown-user=empty|404        users of /v1 with an e-mail address that nobody has: an empty list or 404 (default empty)
//	v1-email-case=ignored|exact      whether email= of /v1 minds upper and lower case (default ignored)
//	v1-parameters=ignore|refuse      query parameters that /v1 does not know (default ignore)
//
// # Conformance
//
// How each fact of the API is treated: modelled as documented or observed, behind a switch because no public
// page settles it, assumed where a client cannot depend on it, or not modelled.
//
// Signing in
//
//	POST /token with client credentials, HTTP Basic, optional sub      modelled
//	without sub the service user acts, hidden from lists of users      modelled
//	life of a token                                                    switch token-ttl
//	expires_at or expires_in in the answer                             switch token-expiry
//	a new token revokes the earlier one                                switch one-token
//	POST /introspect: scopes, organisation, role                       modelled
//	RFC 6749 errors of the token endpoint, 60 calls in 60 s            assumed
//	a scope taken away works at once, also for held tokens             assumed
//	authorization code and refresh tokens of partners                  not modelled
//	transition from v1 keys, IP allow-lists, rotation of secrets       not modelled
//
// Scopes and users
//
//	harvest:<collection>:<action> for each operation                   modelled, switch scopes, no-scope
//	lists need a Site Admin: 403 or nothing                            switch nonadmin-reads
//	the service user may read lists                                    switch service-reads
//	prospects without a job need a permission                          modelled
//	other permissions of the acting user                               not modelled
//	private candidates in lists                                        switch private-rows
//	hiring teams: a confidential job is listed for every reader        not modelled
//
// Lists and conventions
//
//	bare arrays, newest first, opaque cursor alone in a Link header    modelled
//	per_page, ids, fields with their limits                            modelled
//	unknown query parameter or body key: 422                           modelled
//	gte, lte, gt, lt as pipe or bracket                                modelled, switch date-filters
//	created_at with updated_at refused                                 modelled
//	precision of times and of date filters                             switch time-precision
//	a new row is late in lists                                         switch lag, lag-rows
//	a changed row is late in lists; tags and deletions are not         switch stale
//	one record by its path: rejection_reasons only                     modelled
//
// Limits and errors
//
//	fixed window with three headers, 429 with Retry-After              modelled, switch rate
//	window shared by a credential or of each acting user               switch rate-per
//	three shapes of errors in a 422                                    modelled
//	bodies of 401, 403 and 429                                         switch refusal-bodies
//	404 for unknown routes and records                                 modelled
//	connection lost or reset, before or after applying                 switch reply-lost, reset-before, reset-at, down
//	server errors and silence, before or after applying                switch error-before, error-after, timeout-before, timeout-after
//	401, 408 and 429 out of the blue                                   switch 401-once, 408, 408-after, 429
//	answers cut short, not JSON, redirected                            switch garbage-after, truncate, html-after, redirect-after
//	a success that reports errors                                      switch errors-member, partial
//	which calls these hit                                              switch scope
//
// Candidates
//
//	list with its filters, create, update, delete                      modelled
//	application in a create: one, candidate or prospect form           modelled
//	application left out of a create                                   switch application-required
//	is_private in a create                                             switch private-on-create
//	answer to a create                                                 switch create-answer
//	PATCH replaces lists and custom fields as a whole                  modelled
//	unknown names in tags                                              switch unknown-tags
//	merge: the other ceases to exist, anonymized ones refused          modelled, switch merge-answer
//	what the id of a merged candidate finds                            switch merged-ids
//	auto-merge of a new candidate by e-mail address                    switch auto-merge
//	anonymize: names of columns and collections                        assumed
//	webhooks and bulk calls                                            not modelled
//
// Applications
//
//	list with its filters, create, update, delete                      modelled
//	closed jobs and templates take none                                modelled
//	a second application to the same job                               switch second-application
//	move, reject, unreject, hire: 204                                  modelled
//	convert_to_candidate: a new application, sources kept              modelled
//	closed applications are in no stage                                modelled
//	application_stages, prospect_details, rejection_details            modelled
//	a prospect with jobs shows the first as job_id                     assumed
//	e-mail, templates, openings, close reasons, departments, offices   not modelled
//
// Attachments, notes, tags, history
//
//	content or url, types, blocked extensions, demotion of a resume    modelled
//	file given by url is fetched                                       not modelled
//	largest attachment                                                 switch max-attachment
//	file name repeated on one application                              switch same-filename
//	note for an unknown candidate is accepted                          modelled
//	note_type is required; mail addresses as text or list              assumed
//	upper case of note_type                                            switch note-type-case
//	visibility of a note required                                      switch note-visibility
//	tags unique by name with case; applied once                        modelled
//	educations by option ids, employments; deleted, never updated      modelled
//
// Custom fields
//
//	values of twelve types, selects written by id and read by label    modelled
//	user fields read as the user's name                                assumed
//	required is not enforced                                           modelled
//	definitions: create, update, delete with all values                modelled
//	a second field of the same name                                    switch same-field-name
//	standard fields cannot be changed                                  assumed
//	options: create, update, delete archives                           modelled
//	keys of option writes are those of the row                         assumed
//
// The retired /v1
//
//	not answering any more                                             switch v1-retired
//	operations of candidates, prospects, applications, jobs, users     modelled
//	operations of sources and custom field definitions                 modelled
//	Basic sign-in, blank password; no body on a read                   modelled
//	per_page, page, skip_count, Link with next, prev, last             modelled
//	newest first in lists and in a candidate                           assumed
//	custom fields changed one by one, options by text, delete_value    modelled
//	currency read as amount and currency_code, an unset field as null  assumed
//	unknown keys of a body are errors                                  assumed
//	a file goes to the latest application, without one 422             assumed
//	custom_field_options of an edit: added, or changed by name         assumed
//	window of 10 s, fixed or rolling                                   switch v1-rate, v1-window
//	404 until a new record is ready                                    switch v1-not-ready
//	permissions of the key                                             switch v1-no-permission, v1-lacking
//	On-Behalf-Of on writes                                             modelled, switch v1-no-user
//	shapes of errors and answers                                       switch v1-errors, v1-created, v1-edited
//	unknown users, parameters, case of e-mail                          switch v1-unknown-user, v1-parameters, v1-email-case
//	rights of the user On-Behalf-Of: unattached prospects, as in /v3    assumed
//	pools in a new prospect, refused for not being documented           assumed
//	notes, tags, e-mails, deletion, merging, moving, rejecting, /v2    not modelled
//	plain HTTP answered with 403, as the real address does             not modelled
//	partial and the switches of /v3 reads and private rows             not modelled
package sandbox
