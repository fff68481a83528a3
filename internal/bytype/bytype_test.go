package bytype

import (
	"reflect"
	"sync"
	"testing"
)

func TestMemo(t *testing.T) {
	asked := 0
	size := Memo(func(t reflect.Type) uintptr { asked++; return t.Size() })
	for range 3 {
		if size(reflect.TypeFor[int32]()) != 4 || size(reflect.TypeFor[int64]()) != 8 {
			t.Fatal("another type's answer")
		}
	}
	if asked != 2 {
		t.Fatalf("two types were looked at %d times", asked)
	}
}

func TestMemoAskedByMany(t *testing.T) {
	name := Memo(func(t reflect.Type) *string { s := t.Name(); return &s })
	got := make([]*string, 8)
	var wg sync.WaitGroup
	for i := range got {
		wg.Go(func() { got[i] = name(reflect.TypeFor[string]()) })
	}
	wg.Wait()
	for _, s := range got {
		if s != got[0] || *s != "string" {
			t.Fatal("not everybody got the same answer")
		}
	}
}
