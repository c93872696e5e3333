package profile

import (
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestSplitName(t *testing.T) {
	tests := []struct {
		name, first, last, why string
	}{
		{"Marta Okafor", "Marta", "Okafor", ""},
		{"  Marta \t Okafor ", "Marta", "Okafor", ""},
		{"Marta C. Okafor", "Marta C.", "Okafor", ""},
		{"J.R. Example", "J.R.", "Example", ""},
		{"Jiří Dvořák", "Jiří", "Dvořák", ""},
		{"Seán O’Brien-Example", "Seán", "O’Brien-Example", ""},
		{"Анна Петрова", "Анна", "Петрова", ""},
		{"Ελένη Παππά", "Ελένη", "Παππά", ""},
		{"Петров Иван Сергеевич", "Иван Сергеевич", "Петров", whyPatronymic},
		{"Иван Сергеевич Петров", "Иван Сергеевич", "Петров", ""},
		{"Anna Maria Luisa Rossi", "Anna Maria Luisa", "Rossi", whyManyWords},
		{"Marta", "Marta", "", whyOneWord},
		{"Marta O.", "Marta", "O.", whyInitial},
		{"Dr. Ana-María  de la Cruz 🚀 (she/her)", "Ana-María", "de la Cruz", whyParticle},
		{"Vincent van der Berg", "Vincent", "van der Berg", whyParticle},
		{"Omar bin Khalid", "Omar", "bin Khalid", whyParticle},
		{"Van Example", "Van", "Example", ""},
		{"Anna Le", "Anna", "Le", ""},
		{"Prof Marta Okafor", "Marta", "Okafor", whyTrimmed},
		{"Marta Okafor, PhD, MBA", "Marta", "Okafor", whyTrimmed},
		{"Marta Okafor, we are hiring", "Marta", "Okafor", whyTrimmed},
		{"Marta Okafor | Backend", "Marta", "Okafor", whyTrimmed},
		{"Marta Okafor - Backend", "Marta", "Okafor", whyTrimmed},
		{"Okafor, Marta", "Marta", "Okafor", whyTrimmed},
		{"van Berg, Vincent", "Vincent", "van Berg", whyParticle},
		{"Marta Okafor she/her", "Marta", "Okafor", whyTrimmed},
		{"🏳️‍🌈 Marta ❤️ Okafor", "Marta", "Okafor", whyTrimmed},
		{"𝓜𝓪𝓻𝓽𝓪 𝓞𝓴𝓪𝓯𝓸𝓻", "Marta", "Okafor", whyTrimmed},
		{"Robert Example Jr.", "Robert", "Example Jr.", whySuffix},
		{"Robert Example 3rd", "Robert Example", "3rd", whyCharacters},
		{"Marta Петрова", "Marta", "Петрова", whyScript},
		{"สมชาย ใจดี", "สมชาย", "ใจดี", whyScript},
		{"田中太郎", "太郎", "田中", whyFamilyFirst},
		{"田中 太郎", "太郎", "田中", whyFamilyFirst},
		{"高橋みなみ", "みなみ", "高橋", whyFamilyFirst},
		{"王伟", "伟", "王", whyFamilyFirst},
		{"김민수", "민수", "김", whyFamilyFirst},
		{"さくら", "さくら", "", whyOneWord},
		{"ジョン・スミス", "ジョン", "スミス", whyFamilyFirst},
		{"Dr.", "Dr.", "", whyOneWord},
		{"🚀", "", "", whyNoName},
		{"", "", "", whyNoName},
		{"Mar\u202eta Oka\x00for", "Marta", "Okafor", ""},
		{"Jir\u030ci\u0301 Dvor\u030ca\u0301k", "Jiří", "Dvořák", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			want := Split{First: tt.first, Last: tt.last, Sure: tt.why == "", Why: tt.why}
			require.Equal(t, want, SplitName(tt.name))
		})
	}
}

func FuzzSplitName(f *testing.F) {
	for _, seed := range []string{"Marta Okafor", "田中太郎", "Dr. Ana de la Cruz 🚀 (she/her)", "a, b", "\xff (", "ー ー"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, name string) {
		split := SplitName(name)
		assert.True(t, utf8.ValidString(split.First+split.Last), "%q", name)
		assert.Equal(t, split.Sure, split.Why == "", "%q", name)
		if split.Sure {
			assert.NotEmpty(t, split.First, "%q", name)
			assert.NotEmpty(t, split.Last, "%q", name)
		}
	})
}
