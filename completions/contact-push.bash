# bash completion for contact-push. In ~/.bashrc:  eval "$(contact-push completion bash)"

_contact_push() {
  # The words up to the cursor, without their quotes. COMP_WORDS is cut at = and :, and nothing here may be evaluated.
  local line=${COMP_LINE:0:COMP_POINT} word='' quote='' cut='' begun='' c i
  local -a words=()
  for ((i = 0; i < ${#line}; i++)); do
    c=${line:i:1}
    if [[ -n $quote && $c == "$quote" ]]; then
      quote=''
    elif [[ $c == "\\" && $quote != "'" ]]; then
      ((i++))
      word+=${line:i:1} begun=1
    elif [[ -n $quote ]]; then
      word+=$c
    elif [[ $c == "'" || $c == '"' ]]; then
      quote=$c begun=1 cut=$word
    elif [[ $c == [[:space:]] ]]; then
      [[ -z $begun ]] || words+=("$word")
      word='' begun=''
    else
      word+=$c begun=1
    fi
  done

  local -a lines=()
  while IFS= read -r c; do lines+=("$c"); done < <(contact-push complete -- "${words[@]:1}" "$word" 2>/dev/null)
  local count=$((${#lines[@]} - 1))
  ((count >= 0)) || return 0
  local directive=${lines[count]#:}

  COMPREPLY=()
  if ((!(directive & 4))); then
    # Readline's own completion of files, which knows of quotes and ~; bash 3.2 has no compopt, and offers files for folders.
    ((directive & 16)) && type compopt &>/dev/null && compopt +o default -o dirnames
    return 0
  fi
  if type compopt &>/dev/null; then
    compopt +o default
    ((directive & 2)) && compopt -o nospace
    ((directive & 32)) && compopt -o nosort 2>/dev/null
  fi

  # What readline replaces begins behind a quote that is open, else behind the last = or :.
  if [[ -z $quote ]]; then
    local breaks=''
    [[ $COMP_WORDBREAKS == *=* ]] && breaks+='='
    [[ $COMP_WORDBREAKS == *:* ]] && breaks+=':'
    c=$word
    [[ -n $breaks ]] && c=${word##*["$breaks"]}
    cut=${word%"$c"}
  fi
  local value help width=0
  for ((i = 0; i < count; i++)); do
    value=${lines[i]%%$'\t'*}
    ((${#value} > width)) && width=${#value}
  done
  for ((i = 0; i < count; i++)); do
    value=${lines[i]%%$'\t'*} help=${lines[i]#*$'\t'}
    value=${value#"$cut"}
    if ((count > 1)) && [[ $COMP_TYPE == 63 && -n $help ]]; then
      # A list that is only looked at.
      printf -v c '%-*s  (%s)' "$((width - ${#cut}))" "$value" "$help"
      COMPREPLY+=("${c:0:${COLUMNS:-80}-2}")
    elif [[ -z $quote ]]; then
      printf -v c '%q' "$value"
      COMPREPLY+=("$c")
    elif [[ $quote == "'" ]]; then
      COMPREPLY+=("${value//"'"/"'\\''"}")
    else
      for c in '\' '"' '$' '`'; do value=${value//"$c"/"\\$c"}; done
      COMPREPLY+=("$value")
    fi
  done
}

complete -o default -F _contact_push contact-push
