package extension

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
)

// errNoProgress says that the service asks for the same part of a file again and again.
var errNoProgress = errors.New("upload: the service does not take the file")

// SendFile uploads size bytes of r unless the service has them already, and returns their hash once they are safe on its
// disk. It reads r twice and holds one piece of it at a time. The errors are r's and those of Call.
func SendFile(ctx context.Context, c *Client, r io.ReaderAt, size int64) (hash string, err error) {
	sum := sha256.New()
	if _, err := io.Copy(sum, io.NewSectionReader(r, 0, size)); err != nil {
		return "", fmt.Errorf("read the file: %w", err)
	}
	hash = hex.EncodeToString(sum.Sum(nil))
	answer, err := Call[Uploaded](ctx, c, Upload{SHA256: hash, Size: size})
	// Every second piece may get lost, for example to another client that sends the same file.
	for left := 2*(size/MaxChunk) + 4; err == nil && !answer.Complete; left-- {
		if left == 0 {
			return "", errNoProgress
		}
		answer, err = sendPiece(ctx, c, r, Upload{SHA256: hash, Size: size, Offset: answer.Received})
	}
	return hash, err
}

func sendPiece(ctx context.Context, c *Client, r io.ReaderAt, piece Upload) (Uploaded, error) {
	if piece.Offset < 0 || piece.Offset >= piece.Size {
		return Uploaded{}, errNoProgress
	}
	piece.Data = make([]byte, min(MaxChunk, piece.Size-piece.Offset))
	if _, err := io.ReadFull(io.NewSectionReader(r, piece.Offset, piece.Size-piece.Offset), piece.Data); err != nil {
		return Uploaded{}, fmt.Errorf("read the file: %w", err)
	}
	return Call[Uploaded](ctx, c, piece)
}
