package match

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestCompareNames(t *testing.T) {
	tests := []struct {
		name, first, last string
		want              likeness
	}{
		{"Marta Okafor", "Marta", "Okafor", fits},
		{"Marta Okafor", "Okafor", "Marta", fits},
		{"James Robert Miller", "Robert", "Miller", fits},
		{"Dmitriy Shcherbakov", "Dmitry", "Scherbakov", fits},
		{"Юрий Зайцев", "Yury", "Zaytsev", fits},
		{"Emma Stone-Reid", "Emma", "Stone", fits},
		{"Marta", "Marta", "Okafor", fits},
		{"Marta Okafor", "", "", fits},
		{"田中太郎", "Taro", "Tanaka", fits},
		{"田中太郎", "たろう", "たなか", fits},
		{"김민수", "金", "敏洙", fits},
		{"Anna Novak", "Eva", "Novak", unsure},
		{"Anna Maria Rossi", "Eva Maria", "Rossi", unsure},
		{"Jan Novák", "Jana", "Nováková", unsure},
		{"A. Novak", "Anna", "Novak", unsure},
		{"A. N.", "Anna", "Novak", unsure},
		{"Laura Becker", "Laura", "Hoffmann", unsure},
		{"John Ward Jr.", "John", "Ward Sr.", unsure},
		{"John Ward", "John", "Ward III", unsure},
		{"Anna Novak", "Ева", "Новак", unsure},
		{"Anna Novak", "Олег", "Сидоров", unsure},
		{"田中", "田中", "-", unsure},
		{"王小红", "小丽", "王", unsure},
		{"Bob Ives", "William", "Turner", differs},
		{"김민수", "박", "서준", differs},
		{"Олег Сидоров", "Анна", "Браун", differs},
	}
	for _, tt := range tests {
		t.Run(tt.name+" and "+tt.first+" "+tt.last, func(t *testing.T) {
			require.Equal(t, tt.want, compareNames(tt.name, Person{FirstName: tt.first, LastName: tt.last}))
		})
	}
}

func TestDistance(t *testing.T) {
	tests := []struct {
		a, b string
		want int
	}{{"", "", 0}, {"", "abc", 3}, {"meier", "meyer", 1}, {"kitten", "sitting", 3}, {"müller", "muller", 1}}
	for _, tt := range tests {
		require.Equal(t, tt.want, distance([]rune(tt.a), []rune(tt.b)), tt.a)
		require.Equal(t, tt.want, distance([]rune(tt.b), []rune(tt.a)), tt.b)
	}
}
