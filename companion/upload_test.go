package companion

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/greenhouse-companion/greenhouse-companion/companion/store"
	"github.com/greenhouse-companion/greenhouse-companion/extension"
	"github.com/greenhouse-companion/greenhouse-companion/extension/native"
	"github.com/greenhouse-companion/greenhouse-companion/queue"
	"github.com/stretchr/testify/require"
)

var sampleResume = bytes.Repeat([]byte("Ada Example, ada@example.com\n"), 40_000) // three pieces

// receiving is a service as far as files go, on a disk that can be made to look full. Up to 2 MB are taken.
func receiving(t *testing.T) (s *Service, free *uint64) {
	t.Helper()
	dir := t.TempDir()
	files, err := store.OpenFiles(filepath.Join(dir, "files"), bytes.Repeat([]byte{7}, 32))
	require.NoError(t, err)
	free = new(uint64)
	*free = 1 << 40
	return &Service{dataDir: dir, files: files, uploads: newUploads(files, FileSettings{MaxMB: 2}, func() (uint64, error) { return *free, nil })}, free
}

func hashOf(content []byte) string {
	sum := sha256.Sum256(content)
	return hex.EncodeToString(sum[:])
}

// piece is the part of content that begins at the offset.
func piece(content []byte, offset int) extension.Upload {
	end := min(len(content), offset+extension.MaxChunk)
	return extension.Upload{SHA256: hashOf(content), Size: int64(len(content)), Offset: int64(offset), Data: content[offset:end]}
}

func asking(content []byte) extension.Upload {
	return extension.Upload{SHA256: hashOf(content), Size: int64(len(content))}
}

func upload(t *testing.T, s *Service, m extension.Upload) extension.Uploaded {
	t.Helper()
	answer, err := s.upload(t.Context(), m)
	require.NoError(t, err)
	require.Equal(t, m.SHA256, answer.SHA256)
	return answer
}

func requireProblem(t *testing.T, code string, err error) {
	t.Helper()
	problem, ok := errors.AsType[*extension.Error](err)
	require.True(t, ok, "%v", err)
	require.Equal(t, code, problem.Code)
	require.NotEmpty(t, problem.Remedy)
}

func TestUploadInPieces(t *testing.T) {
	s, _ := receiving(t)
	hash, size := hashOf(sampleResume), int64(len(sampleResume))
	steps := []struct {
		say      string
		send     extension.Upload
		received int64
	}{
		{"a question begins nothing", asking(sampleResume), 0},
		{"nor does a later piece", piece(sampleResume, extension.MaxChunk), 0},
		{"the first", piece(sampleResume, 0), extension.MaxChunk},
		{"the first again", piece(sampleResume, 0), extension.MaxChunk},
		{"one ahead", piece(sampleResume, 2*extension.MaxChunk), extension.MaxChunk},
		{"a question in between", asking(sampleResume), extension.MaxChunk},
		{"the second", piece(sampleResume, extension.MaxChunk), 2 * extension.MaxChunk},
		{"the last", piece(sampleResume, 2*extension.MaxChunk), size},
		{"the last again", piece(sampleResume, 2*extension.MaxChunk), size},
		{"a question at the end", asking(sampleResume), size},
	}
	for _, step := range steps {
		answer := upload(t, s, step.send)
		require.Equal(t, step.received, answer.Received, step.say)
		require.Equal(t, step.received == size, answer.Complete, step.say)
		require.Equal(t, answer.Complete, s.files.Has(hash), step.say)
	}
	content, err := s.files.Get(hash)
	require.NoError(t, err)
	require.True(t, bytes.Equal(sampleResume, content))
	require.Empty(t, s.uploads.open, "nothing stays in memory")
}

func TestUploadIsRefused(t *testing.T) {
	good := piece(sampleResume, 0)
	for name, test := range map[string]struct {
		change func(*extension.Upload)
		code   string
	}{
		"no hash":         {func(m *extension.Upload) { m.SHA256 = "" }, extension.CodeBadRequest},
		"upper-case hash": {func(m *extension.Upload) { m.SHA256 = strings.ToUpper(m.SHA256) }, extension.CodeBadRequest},
		"hash of a path":  {func(m *extension.Upload) { m.SHA256 = "../" + m.SHA256[3:] }, extension.CodeBadRequest},
		"empty file":      {func(m *extension.Upload) { m.Size, m.Data = 0, nil }, extension.CodeBadRequest},
		"negative size":   {func(m *extension.Upload) { m.Size = -1 }, extension.CodeBadRequest},
		"a byte too many": {func(m *extension.Upload) { m.Size = 2<<20 + 1 }, extension.CodeFileTooLarge},
		"asks for a lot":  {func(m *extension.Upload) { m.Size, m.Data = 1<<62, nil }, extension.CodeFileTooLarge},
		"large piece":     {func(m *extension.Upload) { m.Data = append(m.Data, 0) }, extension.CodeBadRequest},
		"before":          {func(m *extension.Upload) { m.Offset = -1 }, extension.CodeBadRequest},
		"beyond":          {func(m *extension.Upload) { m.Offset = m.Size }, extension.CodeBadRequest},
		"far beyond":      {func(m *extension.Upload) { m.Offset = 1<<63 - 1 }, extension.CodeBadRequest},
		"over the end":    {func(m *extension.Upload) { m.Size = int64(len(m.Data)) - 1 }, extension.CodeBadRequest},
	} {
		t.Run(name, func(t *testing.T) {
			s, _ := receiving(t)
			m := good
			m.Data = bytes.Clone(m.Data)
			test.change(&m)
			_, err := s.upload(t.Context(), m)
			requireProblem(t, test.code, err)
			require.Empty(t, s.uploads.open)
		})
	}
}

// TestWrongContentIsDropped: a file that is not what its hash says is neither kept nor in the way of the right one.
func TestWrongContentIsDropped(t *testing.T) {
	s, _ := receiving(t)
	right, wrong := []byte("Ada Example"), []byte("Eve Example")
	m := piece(right, 0)
	m.Data = wrong
	_, err := s.upload(t.Context(), m)
	requireProblem(t, extension.CodeBadFile, err)
	require.Empty(t, s.uploads.open)
	require.False(t, s.files.Has(hashOf(right)) || s.files.Has(hashOf(wrong)))
	require.True(t, upload(t, s, piece(right, 0)).Complete)
}

// TestDamagedFileIsSentAgain: a stored file that went bad is asked for once more, and mended.
func TestDamagedFileIsSentAgain(t *testing.T) {
	s, _ := receiving(t)
	content := []byte("Ada Example")
	require.True(t, upload(t, s, piece(content, 0)).Complete)
	spoil(t, s)
	require.Zero(t, upload(t, s, asking(content)).Received)
	require.True(t, upload(t, s, piece(content, 0)).Complete)
	require.NoError(t, s.files.Confirm(hashOf(content)))
}

// spoil cuts off the end of every stored file.
func spoil(t *testing.T, s *Service) {
	t.Helper()
	paths, err := filepath.Glob(filepath.Join(s.dataDir, "files", "*"))
	require.NoError(t, err)
	require.NotEmpty(t, paths)
	for _, path := range paths {
		info, err := os.Stat(path)
		require.NoError(t, err)
		require.NoError(t, os.Truncate(path, info.Size()-1))
	}
}

func TestUploadsAreBounded(t *testing.T) {
	t.Run("in number", func(t *testing.T) {
		s, _ := receiving(t)
		for i := range maxUploads {
			upload(t, s, begun(byte(i), 100))
		}
		_, err := s.upload(t.Context(), begun(9, 100))
		requireProblem(t, extension.CodeBusy, err)
		upload(t, s, begun(0, 100))
		require.Zero(t, upload(t, s, extension.Upload{SHA256: begun(9, 100).SHA256, Size: 100}).Received, "asking costs nothing")
	})
	t.Run("in size", func(t *testing.T) {
		s, _ := receiving(t)
		upload(t, s, begun(1, 2<<20))
		upload(t, s, begun(2, 2<<20))
		_, err := s.upload(t.Context(), begun(3, 1))
		requireProblem(t, extension.CodeBusy, err)
	})
}

// begun is the first byte of a file that stays unfinished.
func begun(name byte, size int64) extension.Upload {
	return extension.Upload{SHA256: hashOf([]byte{name}), Size: size, Data: []byte{name}}
}

// TestIdleUploadsExpire: what a client left half-sent makes room, and what is still being sent stays.
func TestIdleUploadsExpire(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, _ := receiving(t)
		ctx, cancel := context.WithCancel(t.Context())
		ended := make(chan error, 1)
		go func() { ended <- s.expireUploads(ctx) }()
		upload(t, s, begun(1, 100))
		upload(t, s, begun(2, 100))
		going := s.uploads.open[uploadKey{begun(2, 100).SHA256, 100}]
		for range 3 {
			time.Sleep(uploadIdle / 2)
			upload(t, s, begun(2, 100))
		}
		synctest.Wait()
		require.Len(t, s.uploads.open, 1)
		require.Same(t, going, s.uploads.open[uploadKey{begun(2, 100).SHA256, 100}])
		cancel()
		require.NoError(t, <-ended)
	})
}

// TestFullDiskTakesNoFile: the space an add needs must be left, and what was stored stays.
func TestFullDiskTakesNoFile(t *testing.T) {
	s, free := receiving(t)
	kept, refused := []byte("Ada Example"), []byte("Ben Example")
	upload(t, s, piece(kept, 0))
	*free = queue.AcceptFloor + uint64(len(refused)) - 1
	_, err := s.upload(t.Context(), piece(refused, 0))
	requireProblem(t, extension.CodeDiskFull, err)
	require.True(t, upload(t, s, asking(kept)).Complete)
	*free++
	require.True(t, upload(t, s, piece(refused, 0)).Complete)
}

func TestCheckFiles(t *testing.T) {
	s, _ := receiving(t)
	content := []byte("Ada Example")
	upload(t, s, piece(content, 0))
	good := extension.File{SHA256: hashOf(content), Filename: "Ada Example – CV.pdf", Type: extension.FileResume}
	named := func(name string) []extension.File {
		return []extension.File{good, {SHA256: good.SHA256, Filename: name, Type: extension.FileOther}}
	}
	require.NoError(t, s.checkFiles(nil))
	require.NoError(t, s.checkFiles(named(strings.Repeat("é", 127)+"x")))
	for name, test := range map[string]struct {
		files []extension.File
		code  string
	}{
		"not uploaded":   {[]extension.File{good, {SHA256: hashOf(nil), Filename: "a", Type: "resume"}}, extension.CodeFileMissing},
		"eleven":         {slicesOf(good, 11), extension.CodeBadRequest},
		"no hash":        {[]extension.File{{Filename: "a", Type: "resume"}}, extension.CodeBadRequest},
		"unknown type":   {[]extension.File{{SHA256: good.SHA256, Filename: "a", Type: "photo"}}, extension.CodeBadRequest},
		"no name":        {named(" "), extension.CodeBadRequest},
		"folder above":   {named(".."), extension.CodeBadRequest},
		"folders":        {named("../../etc/passwd"), extension.CodeBadRequest},
		"Windows folder": {named(`C:\cv.pdf`), extension.CodeBadRequest},
		"line break":     {named("cv\r\n.pdf"), extension.CodeBadRequest},
		"NUL":            {named("cv.pdf\x00.exe"), extension.CodeBadRequest},
		"endless":        {named(strings.Repeat("é", 128)), extension.CodeBadRequest},
	} {
		t.Run(name, func(t *testing.T) { requireProblem(t, test.code, s.checkFiles(test.files)) })
	}
	spoil(t, s)
	requireProblem(t, extension.CodeFileMissing, s.checkFiles([]extension.File{good}))
}

func slicesOf(file extension.File, n int) (files []extension.File) {
	for range n {
		files = append(files, file)
	}
	return files
}

// TestFileThroughTheDoor: a file that was sent to the running service is there, encrypted, after a restart.
func TestFileThroughTheDoor(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "data")
	cfg := Config{DataDir: dir, SecretStore: StoreFile, Settings: Settings{WebSocket: WebSocketSettings{Disabled: true}}}
	service, err := New(cfg)
	require.NoError(t, err)
	ctx, stop := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- service.Run(ctx) }()

	client, err := extension.DialSocket(t.Context(), native.SocketPath(dir, AdminSocket), extension.ClientInfo{Name: "test"})
	require.NoError(t, err)
	hash, err := extension.SendFile(t.Context(), client, bytes.NewReader(sampleResume), int64(len(sampleResume)))
	require.NoError(t, err)
	_, err = extension.Call[extension.Uploaded](t.Context(), client, extension.Upload{SHA256: hash, Size: 25<<20 + 1})
	requireProblem(t, extension.CodeFileTooLarge, err)
	client.Close()
	stop()
	require.NoError(t, <-ended)

	again, err := New(cfg)
	require.NoError(t, err)
	defer again.close()
	content, err := again.files.Get(hash)
	require.NoError(t, err)
	require.True(t, bytes.Equal(sampleResume, content))
	requireNowhere(t, dir, "ada@example.com")
}

// requireNowhere looks for the text in every file below the folder.
func requireNowhere(t *testing.T, dir, text string) {
	t.Helper()
	require.NoError(t, filepath.WalkDir(dir, func(path string, d os.DirEntry, err error) error {
		if err != nil || !d.Type().IsRegular() {
			return err
		}
		data, err := os.ReadFile(path)
		require.NotContains(t, string(data), text, path)
		return err
	}))
}
