package sheet

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"
)

// Encodings that Read knows. The first four are found out; the last two cannot
// be told from Windows1252 and must be said.
const (
	UTF8        = "utf-8"
	UTF16LE     = "utf-16le"
	UTF16BE     = "utf-16be"
	Windows1252 = "windows-1252" // Western Europe
	Windows1250 = "windows-1250" // Central Europe
	Windows1251 = "windows-1251" // Cyrillic
)

// sampleSize is how much of a file decides about encoding and delimiter.
const sampleSize = 64 << 10

var decoders = map[string]encoding.Encoding{
	UTF16LE:     unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM),
	UTF16BE:     unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM),
	Windows1252: charmap.Windows1252,
	Windows1250: charmap.Windows1250,
	Windows1251: charmap.Windows1251,
}

const (
	bomUTF8    = "\xef\xbb\xbf"
	bomUTF16LE = "\xff\xfe"
	bomUTF16BE = "\xfe\xff"
)

// decode returns r as UTF-8 without a byte order mark, and the encoding it is
// in. An encoding that was found to be Windows1252 is read by utf8First, so that
// one damaged byte does not spoil a file in UTF-8.
func decode(r io.Reader, wanted string) (*bufio.Reader, string, error) {
	raw := bufio.NewReaderSize(r, sampleSize)
	sample, err := peek(raw)
	if err != nil {
		return nil, "", err
	}
	found, decoder := wanted, decoders[wanted]
	switch {
	case wanted == "":
		found = detectEncoding(sample)
		decoder = decoders[found]
	case decoder == nil && wanted != UTF8:
		return nil, "", fmt.Errorf("read the spreadsheet: unknown encoding %q", wanted)
	}
	var text io.Reader = transform.NewReader(raw, utf8First{})
	if decoder != nil && (wanted != "" || found != Windows1252) {
		text = decoder.NewDecoder().Reader(raw)
	}
	out := bufio.NewReaderSize(text, sampleSize)
	if mark, _ := out.Peek(len(bomUTF8)); string(mark) == bomUTF8 {
		_, err = out.Discard(len(bomUTF8))
	}
	return out, found, err
}

// peek returns the start of a file, all of it when it is short.
func peek(r *bufio.Reader) ([]byte, error) {
	sample, err := r.Peek(sampleSize)
	if err != nil && err != io.EOF {
		return nil, fmt.Errorf("read the spreadsheet: %w", err)
	}
	return sample, nil
}

func detectEncoding(sample []byte) string {
	switch {
	case bytes.HasPrefix(sample, []byte(bomUTF8)):
		return UTF8
	case bytes.HasPrefix(sample, []byte(bomUTF16LE)):
		return UTF16LE
	case bytes.HasPrefix(sample, []byte(bomUTF16BE)):
		return UTF16BE
	}
	if found, ok := unmarkedUTF16(sample); ok {
		return found
	}
	if utf8.Valid(withoutCutRune(sample)) {
		return UTF8
	}
	return Windows1252
}

// unmarkedUTF16 goes by the zero bytes, one half of every delimiter, digit and
// Latin letter. A stray one does not make a text UTF-16.
func unmarkedUTF16(sample []byte) (string, bool) {
	var zeros [2]int // at even and odd places
	for i, b := range sample {
		if b == 0 {
			zeros[i%2]++
		}
	}
	if (zeros[0]+zeros[1])*20 < len(sample) || len(sample) == 0 {
		return "", false
	}
	if zeros[0] > zeros[1] {
		return UTF16BE, true
	}
	return UTF16LE, true
}

// withoutCutRune drops a character whose bytes go on behind the sample.
func withoutCutRune(sample []byte) []byte {
	if len(sample) < sampleSize {
		return sample
	}
	for i := 1; i < utf8.UTFMax; i++ {
		if tail := sample[len(sample)-i:]; utf8.RuneStart(tail[0]) && !utf8.FullRune(tail) {
			return sample[:len(sample)-i]
		}
	}
	return sample
}

// utf8First keeps UTF-8 and reads every byte that is none as Windows-1252. The
// first accent may come long after the sample, so a decision by file would be
// made blindly; by byte it needs no decision. Two Windows-1252 characters that
// look like one in UTF-8 do not stand together in any word.
type utf8First struct{ transform.NopResetter }

// Transform implements transform.Transformer.
func (utf8First) Transform(dst, src []byte, atEOF bool) (nDst, nSrc int, err error) {
	for nSrc < len(src) {
		if !atEOF && !utf8.FullRune(src[nSrc:]) {
			return nDst, nSrc, transform.ErrShortSrc
		}
		r, size := utf8.DecodeRune(src[nSrc:])
		if r == utf8.RuneError && size == 1 {
			r = charmap.Windows1252.DecodeByte(src[nSrc])
		}
		if nDst+utf8.RuneLen(r) > len(dst) {
			return nDst, nSrc, transform.ErrShortDst
		}
		nDst += utf8.EncodeRune(dst[nDst:], r)
		nSrc += size
	}
	return nDst, nSrc, nil
}
