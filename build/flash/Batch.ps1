# One board after the other, from a CSV file.

$LongestIdentities = 1048576
$MostProblems = 10

# RFC 4180, with ',' or ';' (as spreadsheets of some countries write it): lines of fields, each with the line number it began in
function Read-Csv([string] $Path) {
    $text = Read-Text $Path $LongestIdentities
    $head = ($text -split "`n", 2)[0]
    $separator = [char] ','
    if ($head.IndexOf([char] ';') -ge 0 -and $head.IndexOf([char] ',') -lt 0) { $separator = [char] ';' }
    $quote = [char] '"'
    $rows = New-Object System.Collections.ArrayList
    $fields = New-Object System.Collections.ArrayList
    $field = New-Object System.Text.StringBuilder
    $isQuoted = $false
    $line = 1
    $began = 1
    for ($i = 0; $i -le $text.Length; $i++) {
        $c = if ($i -lt $text.Length) { $text[$i] } else { [char] "`n" }
        if ($isQuoted -and $i -lt $text.Length) {
            if ($c -eq $quote -and $i + 1 -lt $text.Length -and $text[$i + 1] -eq $quote) { [void] $field.Append($c); $i++ }
            elseif ($c -eq $quote) { $isQuoted = $false }
            else {
                if ($c -eq "`n") { $line++ }
                [void] $field.Append($c)
            }
        }
        elseif ($isQuoted) { throw "$Path`: the quote of line $began is not closed" }
        elseif ($c -eq $quote -and $field.ToString().Trim() -eq '') { [void] $field.Clear(); $isQuoted = $true }
        elseif ($c -eq $separator) { [void] $fields.Add($field.ToString().Trim()); [void] $field.Clear() }
        elseif ($c -eq "`n") {
            [void] $fields.Add($field.ToString().Trim())
            [void] $field.Clear()
            if (($fields -join '') -ne '') { [void] $rows.Add(@{ Line = $began; Fields = @($fields) }) }
            $fields.Clear()
            $line++
            $began = $line
        }
        else { [void] $field.Append($c) }
    }
    return , $rows
}

# The boards to write; whatever is wrong with any of them is told before the first one is touched
function Read-Identities([hashtable] $o) {
    $path = $o.Batch
    $rows = Read-Csv $path
    if ($rows.Count -lt 2) { throw "$path names no board: it needs a line of column names and a line for each board" }
    $columns = @($rows[0].Fields | ForEach-Object { $_.ToLowerInvariant() })
    foreach ($name in $columns) {
        if (@('identity', 'password', 'port', 'console') -notcontains $name) { throw "$path`: column '$name' is not known. Known are identity, password, port, console" }
        if (@($columns | Where-Object { $_ -eq $name }).Count -gt 1) { throw "$path`: there are two columns '$name'" }
    }
    if ($columns -notcontains 'identity') { throw "$path`: the column 'identity' is missing" }

    $problems = New-Object System.Collections.ArrayList
    $boards = @()
    $seen = @{}
    for ($i = 1; $i -lt $rows.Count; $i++) {
        $row = $rows[$i]
        if ($row.Fields.Count -ne $columns.Count) {
            [void] $problems.Add("line $($row.Line): $($row.Fields.Count) fields instead of $($columns.Count) (a text with the separator in it needs quotes)")
            continue
        }
        $board = @{ Line = $row.Line; Identity = ''; Password = ''; Port = $o.Port; Console = $o.ConsolePort }
        for ($k = 0; $k -lt $columns.Count; $k++) {
            $value = $row.Fields[$k]
            if ($columns[$k] -eq 'identity') { $board.Identity = $value }
            elseif ($columns[$k] -eq 'password') { $board.Password = $value }
            elseif ($columns[$k] -eq 'port' -and $value -ne '') { $board.Port = $value }
            elseif ($columns[$k] -eq 'console' -and $value -ne '') { $board.Console = $value }
        }
        foreach ($problem in Get-BoardProblems $board ($columns -contains 'password') $seen) { [void] $problems.Add("line $($row.Line): $problem") }
        $boards += $board
    }
    if ($problems.Count -gt 0) {
        $shown = @($problems | Select-Object -First $MostProblems)
        if ($problems.Count -gt $MostProblems) { $shown += "and $($problems.Count - $MostProblems) more" }
        throw "$path`: no board was touched, because`n  $($shown -join "`n  ")"
    }
    return $boards
}

function Get-BoardProblems([hashtable] $Board, [bool] $HasPassword, [hashtable] $Seen) {
    $problem = Get-IdentityProblem $Board.Identity
    if ($problem -ne '') { "identity $problem" }
    else {
        $key = $Board.Identity.ToLowerInvariant()
        if ($Seen.ContainsKey($key)) { "identity $($Board.Identity) is that of line $($Seen[$key]) as well" } else { $Seen[$key] = $Board.Line }
    }
    if ($HasPassword) {
        $problem = Get-PasswordProblem $Board.Password
        if ($problem -ne '') { "password $problem" }
    }
    if ($Board.Port -eq '') { 'no port: fill in the column, or give -Port' }
    elseif ($Board.Port -eq $Board.Console) { 'port and console are the same' }
}

function Get-ResultsPath([hashtable] $o) {
    if ($o.Results -ne '') { return $o.Results }
    return [System.IO.Path]::ChangeExtension($o.Batch, '.results.csv')
}

function Add-Result([string] $Path, [hashtable] $Board, [string] $Result, [string] $Reason) {
    $fields = @([DateTime]::UtcNow.ToString('yyyy-MM-ddTHH:mm:ssZ', [System.Globalization.CultureInfo]::InvariantCulture), $Board.Identity, $Board.Port, $Result, $Reason)
    $cells = @($fields | ForEach-Object { '"' + (($_ -replace '[\r\n]+\s*', ' ') -replace '"', '""') + '"' })
    $line = $cells -join ','
    try { Add-Line $Path $line }
    catch {
        # most often a spreadsheet has it open
        [Console]::Error.WriteLine("flash.ps1: $Path cannot be written: close the program that has it open, then press Enter. The line is $line")
        [void] [Console]::In.ReadLine()
        Add-Line $Path $line
    }
}

function Add-Line([string] $Path, [string] $Line) {
    [System.IO.File]::AppendAllText($Path, "$Line`r`n", (New-Object System.Text.UTF8Encoding($false)))
}

# Before the first board, so that no board is written whose result could not be
function Open-Results([string] $Path) {
    $isNew = -not (Test-Path -LiteralPath $Path -PathType Leaf)
    try {
        [System.IO.File]::Open($Path, [System.IO.FileMode]::Append).Close()
        if ($isNew) { Add-Line $Path 'time,identity,port,result,reason' }
    }
    catch { throw "the results cannot be written to ${Path}: is it open in another program?" }
}

# All boards. What programs print goes straight to the terminal, so nothing may be returned from here.
function Invoke-Batch([hashtable] $Plan) {
    $o = $Plan.Options
    $results = Get-ResultsPath $o
    if (-not $o.DryRun) { Open-Results $results }
    Invoke-Preparation $Plan
    $used = @{}
    $number = 0
    $written = 0
    foreach ($board in $Plan.Rows) {
        $number++
        Write-Host ''
        Write-Host "==== board $number of $($Plan.Rows.Count): $($board.Identity) at $($board.Port)"
        # a port that is used for the first time has its board already
        if ($used.ContainsKey($board.Port)) {
            $answer = Read-Answer $o "Connect the board for $($board.Identity) to $($board.Port), then press Enter (s: leave it out, q: end)"
            if ($answer -eq 'q') { break }
            if ($answer -eq 's') {
                if (-not $o.DryRun) { Add-Result $results $board 'left out' '' }
                continue
            }
        }
        $used[$board.Port] = $true
        $written++
        try {
            Invoke-Board $Plan $board.Port $board.Console (New-BoardProvision $Plan.Provision $board)
            $problem = ''
        }
        catch {
            $problem = $_.Exception.Message
            $Plan.Failed++
            [Console]::Error.WriteLine("flash.ps1: $($board.Identity): $problem")
        }
        if ($o.DryRun) { continue }
        if ($problem -eq '') { Add-Result $results $board 'ok' '' } else { Add-Result $results $board 'failed' $problem }
    }
    Write-Host ''
    if ($o.DryRun) {
        Write-Host 'Dry run: nothing was run.'
        return
    }
    Write-Host "$written of $($Plan.Rows.Count) boards written or tried, $($Plan.Failed) failed. Results: $results"
}

# Enter, s or q; the end of the input ends the batch
function Read-Answer([hashtable] $o, [string] $Question) {
    Write-Host $Question
    if ($o.DryRun) { return '' }
    while ($true) {
        $answer = [Console]::In.ReadLine()
        if ($null -eq $answer) { return 'q' }
        $answer = $answer.Trim().ToLowerInvariant()
        if ($answer -eq '' -or $answer -eq 's' -or $answer -eq 'q') { return $answer }
        Write-Host 'Enter, s or q'
    }
}
