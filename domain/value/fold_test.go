package value

import "testing"

// What one reader takes for the same folds to the same; what is another does not.
func TestFoldings(t *testing.T) {
	tests := []struct {
		fold    func(string) string
		same    []string
		another []string
	}{
		{Fold, []string{"Naskah Pokja", " naskah\u00a0 POKJA ", "naskah-pokja", "Náskah, pokja."}, []string{"naskah", "naskahpokja"}},
		{Fold, []string{"Jum'at", "Jum’at", "jumʼat", "JUM`AT", "Jumat"}, []string{"jum at"}},
		{Fold, []string{"Rp1.000", "rp1,000"}, []string{"Rp1000", "Rp10.00", "Rp1 000"}},
		{Fold, []string{"183/ 1 ", "183 /1", "183/1", "183∕1"}, []string{"183 1", "1831", "183/11"}},
		{Fold, []string{"10%", " 10%"}, []string{"10", "10 %", "10&"}},
		{Fold, []string{"", "  ", "\t.\n"}, []string{"a"}},
		{FoldNumber, []string{"B-183/ 1.a", "b 183/1 A", "B.183/1-A"}, []string{"B183/1", "b 183/1/ a"}},
		{FoldNumber, []string{"B.183/1/2022", "B-183 / 1 / 2022", "b183/1/2022"}, []string{"B.183/12/022"}},
		{FoldPerson, []string{"A. Contoh", "Dr. A. Contoh", "DR. H. A. CONTOH, S.H., M.Si.", "Drs. a contoh, MM", "Prof.Dr.Ir.H.A.Contoh", "K.H. A. Contoh",
			"A. Contoh, S. H., M. Hum", "Ir A Contoh SH MH", "A. Contoh S.Sos. M.Si."}, []string{"B. Contoh", "A. Contoh Pejabat", "A. Contoh, Kedua"}},
		{FoldPerson, []string{"H.", "h"}, []string{"Hj."}},
		{FoldPerson, []string{"Contoh Ma", "contoh ma"}, []string{"Contoh"}},
		{FoldName, []string{"Provinsi Jawa Timur", "provinsi jawa  timur", "Prov. Jawa Timur", "Propinsi JAWA-TIMUR", "Pemprov Jatim", "Jawa Timur", "Pemerintah Daerah Provinsi Jawa Timur"},
			[]string{"Jawa Tengah", "Provinsi", "Kota Jawa Timur"}},
		{FoldName, []string{"Kabupaten Contoh", "Kab. Contoh", "Pemkab Contoh", "Pemerintah Kabupaten Contoh"}, []string{"Kota Contoh", "Contoh"}},
		{FoldName, []string{"Dinas Kelautan dan Perikanan", "Din. Kelautan & Perikanan"}, []string{"Dinas Kelautan"}},
		{FoldName, []string{"Biro PKP", "biro P.K.P.", "Biro P. K. P."}, []string{"Biro PK", "Biro P K1"}},
		{FoldName, []string{"Kepala Dinas Kesehatan", "Kadis Kesehatan", "Ka. Dinkes"}, []string{"Dinas Kesehatan"}},
	}
	for _, test := range tests {
		want := test.fold(test.same[0])
		for _, s := range test.same {
			if got := test.fold(s); got != want {
				t.Errorf("%q folds to %q and %q to %q", s, got, test.same[0], want)
			}
		}
		for _, s := range test.another {
			if test.fold(s) == want {
				t.Errorf("%q and %q both fold to %q", s, test.same[0], want)
			}
		}
	}
}

func TestFoldingTwiceIsFoldingOnce(t *testing.T) {
	for _, s := range []string{"Dr. H. A. Contoh, S.H.", "Prov. Jatim", "183/ 1 ", "Jum’at, 28.07", "ﬁnal ½", "İ", "a / / b", "1,5,", "- x"} {
		if once := Fold(s); Fold(once) != once {
			t.Errorf("%q: %q, then %q", s, once, Fold(once))
		}
	}
}

func TestSameWords(t *testing.T) {
	for _, same := range [][2]string{{"ditunda dua kali", "Dua kali, ditunda "}, {"a a b", "b a a"}} {
		if !SameWords(same[0], same[1]) {
			t.Errorf("%q and %q are of the same words", same[0], same[1])
		}
	}
	for _, differ := range [][2]string{{"ditunda", "tidak ditunda"}, {"a a b", "a b b"}, {"1.5", "15"}} {
		if SameWords(differ[0], differ[1]) {
			t.Errorf("%q and %q differ", differ[0], differ[1])
		}
	}
}
