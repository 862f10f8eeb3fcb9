# fish completion for contact-push. In ~/.config/fish/config.fish:  contact-push completion fish | source

function __contact_push_offers
    # The words before the cursor, without their quotes; the one at the cursor may have a quote that is still open.
    set -l words (commandline -opc)
    set -l typed (commandline -ct)
    set -l word (string unescape -- $typed; or string replace -r '^["\']' '' -- $typed)
    set -l lines (contact-push complete -- $words[2..-1] "$word" 2>/dev/null)
    set -l directive (string replace -r '^:' '' -- $lines[-1])
    string match -qr '^\d+$' -- $directive; or return

    if test (math "bitand($directive, 4)") -ne 0
        # An empty list of lines would print an empty line.
        test (count $lines) -gt 1; and string join \n -- $lines[1..-2]
        return
    end
    # fish completes the files of a program that it knows nothing of; a value behind --flag= is a path of its own.
    set -l flag (string match -r -- '^--[^=]+=' "$typed")
    set -l found (complete -C "__contact_push_files "(string replace -r -- '^--[^=]+=' '' "$typed"))
    if test (math "bitand($directive, 16)") -ne 0
        set found (string match -r '.*/(?=\t|$)' -- $found)
    end
    test (count $found) -gt 0; and printf '%s\n' "$flag"$found
end

complete -c contact-push -e
complete -c contact-push -f -k -a '(__contact_push_offers)'
