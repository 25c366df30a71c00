// Reads the `log/` of an exported case with libraries that Gait had no hand in, and holds them to
// refusing a forged entry whose bundle and lowest tile agree (the shape of CVE-2026-56865).
//
//	go run . CASE
package main

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"

	"github.com/transparency-dev/tessera/api"
	"github.com/transparency-dev/tessera/client"
	"github.com/transparency-dev/tessera/fsck"
	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

// leaves hashes the entries of a bundle by golang.org/x/mod.
func leaves(bundle []byte) ([][]byte, error) {
	var parsed api.EntryBundle
	if err := parsed.UnmarshalText(bundle); err != nil {
		return nil, err
	}
	var hashes [][]byte
	for _, entry := range parsed.Entries {
		hash := tlog.RecordHash(entry)
		hashes = append(hashes, hash[:])
	}
	return hashes, nil
}

// byTessera computes the whole tree again from the bundles, and compares every tile.
func byTessera(folder string, verifier note.Verifier) error {
	fetcher := client.FileFetcher{Root: folder}
	return fsck.New(verifier.Name(), verifier, fetcher, leaves, fsck.Opts{N: 1}).Check(context.Background())
}

// byProof takes each entry of the case to the signed root along its proof.
func byProof(folder string, verifier note.Verifier) (int, error) {
	proofs, _ := filepath.Glob(filepath.Join(folder, "proofs", "*.tlog-proof"))
	for _, name := range proofs {
		text, err := os.ReadFile(name)
		if err != nil {
			return 0, err
		}
		head, checkpoint, _ := strings.Cut(string(text), "\n\n")
		tree, err := openTree([]byte(checkpoint), verifier)
		if err != nil {
			return 0, err
		}
		lines := strings.Split(head, "\n")
		index, err := strconv.ParseInt(strings.TrimPrefix(lines[1], "index "), 10, 64)
		if err != nil {
			return 0, err
		}
		var proof tlog.RecordProof
		for _, line := range lines[2:] {
			hash, err := tlog.ParseHash(line)
			if err != nil {
				return 0, err
			}
			proof = append(proof, hash)
		}
		entry, err := os.ReadFile(filepath.Join(folder, "entries", strconv.FormatInt(index, 10)+".json"))
		if err != nil {
			return 0, err
		}
		if err := tlog.CheckRecord(proof, tree.N, tree.Hash, index, tlog.RecordHash(entry)); err != nil {
			return 0, fmt.Errorf("entry %d: %w", index, err)
		}
	}
	return len(proofs), nil
}

func openTree(checkpoint []byte, verifier note.Verifier) (tlog.Tree, error) {
	opened, err := note.Open(checkpoint, note.VerifierList(verifier))
	if err != nil {
		return tlog.Tree{}, err
	}
	lines := strings.Split(opened.Text, "\n")
	size, err := strconv.ParseInt(lines[1], 10, 64)
	if err != nil {
		return tlog.Tree{}, err
	}
	root, err := base64.StdEncoding.DecodeString(lines[2])
	if err != nil || len(root) != tlog.HashSize {
		return tlog.Tree{}, fmt.Errorf("the root `%s` is none", lines[2])
	}
	return tlog.Tree{N: size, Hash: tlog.Hash(root)}, nil
}

// forge gives a copy of a log with one bit of the first entry of each bundle flipped, in turn, and
// its hash in the tile of level 0 put right.
func forge(folder string, try func(copy, bundle string) error) error {
	bundles, _ := filepath.Glob(filepath.Join(folder, "tile", "entries", "*"))
	partial, _ := filepath.Glob(filepath.Join(folder, "tile", "entries", "*.p", "*"))
	isBundle := regexp.MustCompile(`/\d+$`)
	for _, bundle := range append(bundles, partial...) {
		if !isBundle.MatchString(bundle) {
			continue
		}
		copied, err := os.MkdirTemp("", "forged")
		if err != nil {
			return err
		}
		defer os.RemoveAll(copied)
		if err := os.CopyFS(copied, os.DirFS(folder)); err != nil {
			return err
		}
		name, _ := filepath.Rel(folder, bundle)
		forged, err := os.ReadFile(bundle)
		if err != nil {
			return err
		}
		first := forged[2 : 2+binary.BigEndian.Uint16(forged)]
		first[len(first)/2] ^= 1
		hash := tlog.RecordHash(first)
		tile := strings.Replace(name, "entries", "0", 1)
		hashes, err := os.ReadFile(filepath.Join(folder, tile))
		if err != nil {
			return err
		}
		os.WriteFile(filepath.Join(copied, name), forged, 0o600)
		os.WriteFile(filepath.Join(copied, tile), append(bytes.Clone(hash[:]), hashes[32:]...), 0o600)
		if err := try(copied, name); err != nil {
			return err
		}
	}
	return nil
}

func run(folder string) error {
	vkey, err := os.ReadFile(filepath.Join(folder, "log.vkey"))
	if err != nil {
		return err
	}
	verifier, err := note.NewVerifier(strings.TrimSpace(string(vkey)))
	if err != nil {
		return err
	}
	count, err := byProof(folder, verifier)
	if err != nil {
		return err
	}
	fmt.Printf("golang.org/x/mod: %d entries lead to the signed root\n", count)
	log := filepath.Join(folder, "log")
	if err := byTessera(log, verifier); err != nil {
		return err
	}
	fmt.Println("tessera fsck: every bundle and tile leads to the signed root")
	refused := 0
	err = forge(log, func(copied, bundle string) error {
		if byTessera(copied, verifier) == nil {
			return fmt.Errorf("tessera fsck takes a forged entry of %s", bundle)
		}
		refused++
		return nil
	})
	fmt.Printf("tessera fsck: refuses %d logs with a forged entry and a tile that agrees\n", refused)
	return err
}

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "usage: go run . CASE, exported with --whole-log")
		os.Exit(2)
	}
	if err := run(os.Args[1]); err != nil {
		fmt.Fprintln(os.Stderr, "REFUSED:", err)
		os.Exit(1)
	}
}
