// Package sandbox is a pretend Greenhouse: the Harvest v3 API and its token endpoint on one listener,
// strict on the wire, with switches for misbehaviour and a small web page at / that shows what arrived.
// Demonstrations and tests use it; no call ever leaves the machine.
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
// reading, or offers a switch.
//
// # What it models
//
// POST /token (client credentials, HTTP Basic, optional sub) and POST /introspect. Under /v3, with the
// scope harvest:<collection>:<action>: candidates and applications (list, create, update); attachments,
// notes, candidate_tags, candidate_educations and candidate_employments (list, create);
// applied_candidate_tags (list, create, destroy); and the lists of jobs, job_interview_stages, users,
// user_emails, sources, referrers, custom_fields, custom_field_options, prospect_pools,
// prospect_pool_stages, prospect_details and rejection_reasons.
//
// Unknown query parameters and body keys are errors. Lists are bare arrays, newest first, paged by an
// opaque cursor in the Link header. They need a Site Admin or the integration service user (a token
// without sub). A fixed window limits calls, 75 in 30 s unless switched; the token endpoint has its own,
// 60 in 60 s. Every collection is one description in the catalogue, which one engine interprets.
//
// A fresh sandbox is the organisation "Sandbox Example Ltd": users in every role, two open jobs, a
// closed, a confidential and a template one, sources, a prospect pool, custom fields, and no candidates.
// Everything lives in memory and ends with Close.
//
// # Switches
//
// A switch is written NAME[=VALUE]. P is a probability from 0 to 1. The switches that strike single
// calls (those with P, and partial) also take ,times=N to strike only the first N matching calls, and
// those with P take ,scope=: writes of /v3 (the default), reads of /v3, all of /v3, or token.
//
//	reply-lost=P                     applied, then the connection closes without an answer
//	reset-before=P                   connection reset, nothing applied
//	error-before=P                   500, nothing applied
//	error-after=P                    applied, then 500
//	timeout-after=P                  applied, then silence until the client leaves or the sandbox closes
//	garbage-after=P                  applied, then the right status with truncated JSON
//	html-after=P                     applied, then the right status with an HTML page
//	redirect-after=P                 applied, then 302 to the web page
//	partial=on|off                   a new candidate is stored, its application refused: 201 with an errors member (default off)
//	down                             connection reset on every request, the token endpoint and the page too
//	scope=writes|reads|all|token     which calls the switches with P strike when they do not say so themselves (default writes)
//	rate=N/SECONDS                   calls per fixed window of /v3 (default 75/30)
//	lag=SECONDS                      rows appear in lists that long after they were written (default 0)
//	token-ttl=SECONDS                life of an access token (default 3600)
//	token-expiry=at|in|both|none     which expiry fields the token endpoint answers with (default at)
//	one-token=off|on                 a new token revokes the earlier one of the same subject (default off)
//	scopes=LIST                      grant only these scopes, separated by spaces or plus signs; repeatable
//	no-scope=NAME                    withhold this scope; repeatable
//	nonadmin-reads=403|empty         what a list answers to a user who is no Site Admin (default 403)
//	service-reads=ok|403|empty       what a list answers to the integration service user (default ok)
//	private-rows=show|message|hide   how lists show private candidates; message is the documented second form of a row (default show)
//	application-required=off|on      a new candidate without an application is refused (default off)
//	second-application=accept|refuse a second application of one candidate to the same job (default accept)
//	unknown-tags=create|refuse       names in a candidate's tags that the organisation does not have yet (default create)
//	max-attachment=BYTES             largest attachment, beyond it 413 (default 26214400)
//
// # What it does not model
//
// Merging, anonymising and deleting people, auto-merge, moving, rejecting, hiring and converting
// applications, bulk calls, webhooks, the partner sign-in and the transition from v1 keys; /v1 answers 404.
// Hiring teams (a confidential job is listed for every reader), departments, offices, agencies and job
// posts: there are none. E-mail that a real account might send. Attachments given by url are not
// fetched. Custom fields take the types url, number and single_select. A lag delays new rows only: a
// change of an existing row shows at once.
//
// Assumed, because no public page says: a prospect with jobs shows the first as job_id; note_type is
// required; the bodies of 401, 403 and 429; a scope taken away works at once, also for held tokens.
package sandbox
