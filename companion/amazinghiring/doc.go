// Package amazinghiring reads from AmazingHiring: it fetches profiles, folders
// and their members over the API v6, and decodes profiles into the shape the
// rest of the program uses.
//
// [Decode] accepts the profile of the API v6 and that of the Data Enrichment
// API, alone or inside its result. It is tolerant: whatever is missing, null or
// of a wrong type costs only itself and is listed as dropped. Only an id and a
// name are required, because without them there is nobody to add. Age and
// birthday are sensitive; they are not read, only listed as dropped by policy.
// What does not fit into that shape is read beside it, by [Comments] and [Tags].
//
// A client changes nothing in AmazingHiring. It has at most two requests out at
// once, and none while AmazingHiring asks to wait. Fetching a profile may spend
// a contact credit; the API reports neither credits nor whether contacts were
// opened before. It sends no events either: changes are found by asking for a
// folder's members again and comparing.
//
// The formats are documented at https://github.com/AmazingHiring/public-api.
package amazinghiring
