# Sourced by ./test, which knows each project's time_limit: reads what the test runs left behind and adds it up.

passed=0 failed=0 skipped=0

# count_project NAME FILTERED: one line for the project; the failures with their messages. A project that ended without a result, or (where
# nothing was filtered) without a test, is a failure of its own.
count_project() {
    local name=$1 filtered=$2 trx=$results/$1.trx log=$results/$1.log status total executed ok bad=0 left
    status=$(cat "$results/$name.status" 2>/dev/null || echo 1)
    if [[ -f $trx ]]; then
        total=$(counter total) executed=$(counter executed) ok=$(counter passed)
        left=$((total - executed)) bad=$((executed - ok))
        if [[ $bad -gt 0 ]] && second_try_passed "$name" "$status" "$bad"; then
            echo "$name: passed on the second try only, after the first had failed:"
            failures
            ok=$((ok + bad)) bad=0 status=0
        fi
    else
        total=0 executed=0 ok=0 left=0
    fi

    if [[ $status -ne 0 && $bad -eq 0 ]]; then
        bad=1
        [[ $status -ne 124 && $status -ne 137 ]] || echo "$name: stopped after $(time_limit "$name") s"
        echo "$name: ended with status $status"
        tail -n 25 "$log"
    elif [[ $total -eq 0 && $filtered -eq 0 ]]; then
        bad=1
        echo "$name: no test ran"
    elif [[ $bad -gt 0 ]]; then
        failures
    fi
    [[ $left -eq 0 ]] || skips
    [[ $total -eq 0 && $bad -eq 0 ]] || printf '%-28s %5d passed, %d failed, %d skipped\n' "$name" "$ok" "$bad" "$left"
    passed=$((passed + ok)) failed=$((failed + bad)) skipped=$((skipped + left))
}

# The filter of a project's failed tests, where that is few enough to have been the machine's; fails otherwise.
worth_another_try() {
    local trx=$results/$1.trx names
    [[ -f $trx ]] || return 1
    names=$(grep -o '<UnitTestResult [^>]*outcome="Failed"[^>]*>' "$trx" | sed 's/.* testName="\([^"(]*\).*/FullyQualifiedName=\1/' | sort -u)
    [[ -n $names && $(wc -l <<<"$names") -le 2 ]] && paste -sd '|' <<<"$names"
}

# second_try_passed NAME STATUS FAILURES: the first try ran to its end (a host that breaks off forgets the tests that it has not come to), and the second ran every failure again.
second_try_passed() {
    local trx=$results/$1.second.trx
    [[ $2 -eq 1 && -f $trx && $(counter failed) -eq 0 && $(counter passed) -ge $3 ]] && ! grep -qi 'test run.* aborted' "$results/$1.log"
}

counter() {
    grep -o '<Counters [^>]*>' "$trx" | grep -o " $1=\"[0-9]*\"" | head -n 1 | tr -dc 0-9
}

# The runner's own text: from each failed test's name to the summary or the next test.
failures() {
    awk '/^ +(Failed|Passed|Skipped) / { show = /^ +Failed / } /^(Failed!|Passed!|Test Run |Results File|Data collector )/ { show = 0 } show' "$log"
}

skips() {
    grep -o '<UnitTestResult [^>]*outcome="NotExecuted"[^>]*>' "$trx" | sed 's/.* testName="\([^"]*\)".*/  Skipped \1/' | sort
}

finish() {
    local status=0
    ((failed == 0)) || status=1
    if [[ ${CI:-} == true ]]; then
        ((skipped == 0)) || { echo "skipped tests are failures in CI"; status=1; }
        ((${#left_out[@]} == 0)) || { echo "left out in CI:"; printf '  %s\n' "${left_out[@]}"; status=1; }
    fi
    echo "$passed passed, $failed failed, $skipped skipped"
    exit "$status"
}
