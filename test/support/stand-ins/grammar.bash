# Sourced by the stand-ins in bash. The folder of the machine holds calls, the state of the services and downloads.
set -euo pipefail
MACHINE="${TMPDIR%/tmp}"
tool="$(basename "$0")"
state="$MACHINE/state"
printf '%s\n' "$tool $*" >> "$MACHINE/calls"

refuse() {
  echo "$tool: $*" >&2
  exit 64
}

# accept "--flag --option= -x" arguments...: sets words and the options' values, refuses what the real tool lacks.
declare -A option=()
words=()
accept() {
  local known=" $1 " name
  shift
  while (($# > 0)); do
    name="${1%%=*}"
    if [[ "$1" != -* || "$1" == - ]]; then
      words+=("$1")
    elif [[ "$known" == *" $name= "* && "$1" == *=* ]]; then
      option[$name]="${1#*=}"
    elif [[ "$known" == *" $name= "* ]]; then
      (($# > 1)) || refuse "option $1 needs a value"
      option[$1]="$2"
      shift
    elif [[ "$known" == *" $1 "* ]]; then
      option[$1]=yes
    else
      refuse "unknown option $1"
    fi
    shift
  done
}

# A test names a call that fails by its first words.
case "$tool $* " in
  "${FAILING:-nothing} "*) echo "$tool: failed, as the test asked" >&2; exit 1 ;;
esac
