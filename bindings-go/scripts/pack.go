//go:build ignore

// Puts a module into a folder with the layout that GOPROXY=file://... reads.
//
// Usage: go run pack.go FOLDER MODULE VERSION OUT
package main

import (
	"archive/zip"
	"io/fs"
	"os"
	"path/filepath"
)

func main() {
	folder, module, version, out := os.Args[1], os.Args[2], os.Args[3], os.Args[4]
	place := filepath.Join(out, module, "@v")
	must(os.RemoveAll(out))
	must(os.MkdirAll(place, 0o755))
	write := func(name, text string) {
		must(os.WriteFile(filepath.Join(place, name), []byte(text), 0o644))
	}
	write("list", version+"\n")
	// A fixed time, so that the archive is reproducible.
	write(version+".info", `{"Version":"`+version+`","Time":"2020-01-01T00:00:00Z"}`+"\n")
	manifest, err := os.ReadFile(filepath.Join(folder, "go.mod"))
	must(err)
	write(version+".mod", string(manifest))

	file, err := os.Create(filepath.Join(place, version+".zip"))
	must(err)
	archive := zip.NewWriter(file)
	// WalkDir visits files in the order of their names.
	must(filepath.WalkDir(folder, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		inside, err := filepath.Rel(folder, path)
		must(err)
		bytes, err := os.ReadFile(path)
		must(err)
		name := module + "@" + version + "/" + filepath.ToSlash(inside)
		target, err := archive.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Deflate})
		must(err)
		_, err = target.Write(bytes)
		return err
	}))
	must(archive.Close())
	must(file.Close())
}

func must(err error) {
	if err != nil {
		panic(err)
	}
}
