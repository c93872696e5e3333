package extension

// Types of a File; they are Greenhouse's own words.
const (
	FileResume      = "resume"
	FileCoverLetter = "cover_letter"
	FileOther       = "other"
)

const (
	// MaxChunk is the most data that one Upload may carry, in bytes before base64.
	MaxChunk = 512 << 10
	// MaxFiles is how many files one Add may name.
	MaxFiles = 10
	// MaxFilename is the longest name of a file, in bytes.
	MaxFilename = 255
)

// File is a file that goes to Greenhouse with a person. Its content is uploaded before the Add that names it.
type File struct {
	// SHA256 is the hash of the content in lower-case hex, as in Upload.
	SHA256 string `json:"sha256"`
	// Filename is the name alone, without folders.
	Filename string `json:"filename"`
	// Type is FileResume, FileCoverLetter or FileOther.
	Type string `json:"type"`
}

// Upload hands over a piece of a file. Without Data it asks how much of the file is there.
type Upload struct {
	// SHA256 is the hash of the whole content in lower-case hex; it names the file.
	SHA256 string `json:"sha256"`
	// Size is the length of the whole content in bytes.
	Size int64 `json:"size"`
	// Offset is where Data belongs, in bytes from the beginning.
	Offset int64 `json:"offset"`
	// Data is at most MaxChunk bytes; in JSON they are base64.
	Data []byte `json:"data,omitempty"`
}

// Uploaded answers Upload.
type Uploaded struct {
	SHA256 string `json:"sha256"`
	// Received is how many bytes are there: the offset to go on from.
	Received int64 `json:"received"`
	// Complete says that the whole file is safe on disk.
	Complete bool `json:"complete"`
}

// MessageType implements Message.
func (Upload) MessageType() string { return "upload" }

// MessageType implements Message.
func (Uploaded) MessageType() string { return "uploaded" }
