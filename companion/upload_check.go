package companion

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"github.com/greenhouse-companion/greenhouse-companion/companion/store"
	"github.com/greenhouse-companion/greenhouse-companion/extension"
)

var fileHash = regexp.MustCompile(`^[0-9a-f]{64}$`)

// check refuses before anything is kept what can never become a file.
func (u *uploads) check(m extension.Upload) error {
	data := int64(len(m.Data))
	switch {
	case !fileHash.MatchString(m.SHA256) || m.Size <= 0:
		return newProblem(extension.CodeBadRequest, "The file has no usable sha256 or no size.",
			"Send the SHA-256 of the whole file in lower-case hex and its size in bytes. An empty file cannot be sent.")
	case m.Size > u.limit:
		return newProblem(extension.CodeFileTooLarge, fmt.Sprintf("The file is larger than %d MB.", u.limit>>20),
			"Send a smaller version of it.")
	case data > extension.MaxChunk:
		return newProblem(extension.CodeBadRequest, "The piece of the file is too large.", "Send at most 512 KiB at a time.")
	case m.Offset < 0 || m.Offset > m.Size-data:
		return newProblem(extension.CodeBadRequest, "The piece does not lie within the file.", "Correct its offset.")
	}
	return nil
}

// checkFiles refuses an add whose files are not all there: a receipt covers them as well.
func (s *Service) checkFiles(files []extension.File) error {
	if len(files) > extension.MaxFiles {
		return newProblem(extension.CodeBadRequest, fmt.Sprintf("The add names more than %d files.", extension.MaxFiles), "Send fewer.")
	}
	for _, file := range files {
		if err := checkFile(file); err != nil {
			return err
		}
		stored, err := isStored(s.files, file.SHA256)
		if err != nil {
			return err
		}
		if !stored {
			return newProblem(extension.CodeFileMissing, "A file of the add has not been uploaded.", "Upload it first, then add the person again.")
		}
	}
	return nil
}

func checkFile(file extension.File) error {
	name := file.Filename
	switch {
	case !fileHash.MatchString(file.SHA256):
		return newProblem(extension.CodeBadRequest, "A file has no usable sha256.", "Send the SHA-256 of the whole file in lower-case hex.")
	case !slices.Contains([]string{extension.FileResume, extension.FileCoverLetter, extension.FileOther}, file.Type):
		return newProblem(extension.CodeBadRequest, "A file has an unknown type.", "Use resume, cover_letter or other.")
	case strings.Trim(name, " .") == "" || len(name) > extension.MaxFilename || strings.ContainsAny(name, `/\`) || strings.ContainsFunc(name, unicode.IsControl):
		return newProblem(extension.CodeBadRequest, "A file has no usable name.",
			"Send the name alone, without folders and control characters, of at most 255 bytes.")
	}
	return nil
}

// isStored says whether the file is there and whole. A damaged one is as good as none: sending it again mends it.
func isStored(files *store.Files, hash string) (bool, error) {
	err := files.Confirm(hash)
	if errors.Is(err, store.ErrNoFile) || errors.Is(err, store.ErrFileDamaged) {
		return false, nil
	}
	if err != nil {
		return false, fmt.Errorf("look for file: %w", err)
	}
	return true, nil
}
