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

# The role that the SDKs act with: that of credentials in variables, of the profile, or of the build.
identity=build
if [ -n "${AWS_PROFILE:-}" ]; then
  grep -qx "\[profile $AWS_PROFILE\]" "$AWS_CONFIG_FILE" || refuse "The config profile ($AWS_PROFILE) could not be found"
  grep -qx "credential_source = EcsContainer" "$AWS_CONFIG_FILE" || refuse "The profile has no source of credentials"
  identity="$(sed -n 's/^role_arn = //p' "$AWS_CONFIG_FILE")"
fi
if [ -n "${AWS_ACCESS_KEY_ID:-}" ]; then
  [ "${AWS_SECRET_ACCESS_KEY:-}" = "secret-of-$AWS_ACCESS_KEY_ID" ] || refuse "SignatureDoesNotMatch"
  identity="$AWS_SESSION_TOKEN"
fi
printf '%s\n' "$tool ${1:-} ${2:-} by $identity in ${AWS_REGION:-no region}" >> "$MACHINE/identities"

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
