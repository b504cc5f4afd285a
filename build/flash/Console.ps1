# The board's console, its second UART.

function Open-Console([string] $Name) {
    try {
        $console = New-Object System.IO.Ports.SerialPort $Name, 115200, 'None', 8, 'One'
        $console.ReadBufferSize = 65536
        $console.Open()
        $console.DiscardInBuffer()
    }
    catch {
        $inner = $_.Exception
        while ($null -ne $inner.InnerException) { $inner = $inner.InnerException }
        throw "the console port $Name cannot be opened: $($inner.Message) Close other programs that have it open, or leave -ConsolePort out."
    }
    return $console
}

# What the line says after 'ready', or $null. Before it, there may be a prompt and what moves the cursor.
function Get-ReadyWords([string] $Line) {
    $text = $Line -replace '\x1B\[[0-9;?]*[A-Za-z]', '' -replace '[\x00-\x1F]', ''
    if ($text -cmatch '^[> ]*ready(:|$)(.*)$') { return $Matches[2].Trim() }
    return $null
}

# Reads until 'ready'; anything with ReadExisting() is a console
function Wait-Ready($Console, [string] $Name, [int] $Seconds, [string] $Identity) {
    $clock = [System.Diagnostics.Stopwatch]::StartNew()
    $lines = New-Object System.Collections.ArrayList
    $rest = ''
    $isSilent = $true
    while ($clock.Elapsed.TotalSeconds -lt $Seconds) {
        $read = $Console.ReadExisting()
        if ($read.Length -eq 0) { Start-Sleep -Milliseconds 50; continue }
        $isSilent = $false
        $rest += $read
        while (($end = $rest.IndexOf("`n")) -ge 0) {
            $line = $rest.Substring(0, $end).TrimEnd()
            $rest = $rest.Substring($end + 1)
            $words = Get-ReadyWords $line
            if ($null -ne $words) {
                if ($words -cmatch ', provision\.json is refused: (.*)$') {
                    throw "the charge point is ready, but refuses its provision.json: $($Matches[1]). Mend it and run this again."
                }
                if ($Identity -ne '' -and $words -cne $Identity -and -not $words.StartsWith("$Identity,", [System.StringComparison]::Ordinal)) {
                    throw "the charge point is ready, but as '$words' and not as '$Identity': type 'provision' on its console to see why"
                }
                return "ready: $words"
            }
            [void] $lines.Add($line)
            if ($lines.Count -gt 10) { $lines.RemoveAt(0) }
        }
        if ($rest.Length -gt 4096) { $rest = '' } # noise: no line is that long
    }
    if ($isSilent) {
        throw "nothing came from the console at $Name within $Seconds s. Press RESET. Check that the adapter's receive line is at the transmit " +
            "pin of 'console' in the board description and its ground at the board's, and that it is for 3.3 V."
    }
    throw "the charge point was not ready within $Seconds s. Its console said at last:`n  $($lines -join "`n  ")`nSee docs/troubleshooting.md."
}
