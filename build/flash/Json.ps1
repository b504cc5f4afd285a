# JSON as it stands in the file. ConvertFrom-Json is not used: it turns texts that look like a date into dates, and so would alter
# passwords. The reader below is in .NET and in .NET Framework, and gives JSON as XML: a member is an element with an attribute 'type'.

if ($PSVersionTable.PSVersion.Major -lt 6) { Add-Type -AssemblyName System.Runtime.Serialization }

function Read-Text([string] $Path, [int] $Longest) {
    if (-not (Test-Path -LiteralPath $Path -PathType Leaf)) { throw "there is no file $Path" }
    $bytes = [System.IO.File]::ReadAllBytes($Path)
    if ($bytes.Length -gt $Longest) { throw "$Path has $($bytes.Length) bytes, more than $Longest" }
    try { $text = (New-Object System.Text.UTF8Encoding($false, $true)).GetString($bytes) }
    catch { throw "$Path is not UTF-8: save it as UTF-8" }
    return $text.TrimStart([char] 0xFEFF)
}

# The root element of an object
function Read-Json([string] $Path, [int] $Longest) {
    $text = Read-Text $Path $Longest
    $document = New-Object System.Xml.XmlDocument
    $document.PreserveWhitespace = $true # texts of blanks
    try {
        $bytes = [System.Text.Encoding]::UTF8.GetBytes($text)
        $quotas = New-Object System.Xml.XmlDictionaryReaderQuotas
        $quotas.MaxDepth = 16
        $quotas.MaxStringContentLength = 65536
        $reader = [System.Runtime.Serialization.Json.JsonReaderWriterFactory]::CreateJsonReader($bytes, $quotas)
        $document.Load($reader)
    }
    catch {
        # the reader's message quotes the text, which may be a password
        throw "$Path is not valid JSON$(Get-JsonPlace $text)"
    }
    $root = $document.DocumentElement
    if ($root.GetAttribute('type') -ne 'object') { throw "$Path is not valid: it has to be one JSON object, { ... }" }
    $twice = Get-DoubledMember $root
    if ($twice -ne '') { throw "$Path has '$twice' twice" }
    return , $root
}

# Most mistakes are a bracket, a quote or a comma: says where brackets do not fit, without quoting the text
function Get-JsonPlace([string] $Text) {
    $open = New-Object System.Collections.Stack
    $inText = $false
    $line = 1
    for ($i = 0; $i -lt $Text.Length; $i++) {
        $c = $Text[$i]
        if ($c -eq "`n") {
            if ($inText) { return ": a quote is missing in line $line" }
            $line++
        }
        elseif ($inText -and $c -eq '\') { $i++ }
        elseif ($c -eq '"') { $inText = -not $inText }
        elseif (-not $inText -and ($c -eq '{' -or $c -eq '[')) { $open.Push(@($c, $line)) }
        elseif (-not $inText -and ($c -eq '}' -or $c -eq ']')) {
            if ($open.Count -eq 0) { return ": line $line closes a bracket that was not opened" }
            $last = $open.Pop()
            if (($last[0] -eq '{') -ne ($c -eq '}')) { return ": the bracket of line $($last[1]) is closed by another kind in line $line" }
        }
    }
    if ($inText) { return ': a quote is missing at its end' }
    if ($open.Count -gt 0) { return ": the bracket of line $($open.Pop()[1]) is not closed" }
    return ': look for a comma that is missing or one too many, and for quotes around names'
}

# A name that is no name in XML stands in an attribute
function Get-MemberName([System.Xml.XmlElement] $Member) {
    if ($Member.HasAttribute('item')) { return $Member.GetAttribute('item') }
    return $Member.LocalName
}

function Get-Members([System.Xml.XmlElement] $Parent) {
    return @($Parent.ChildNodes | Where-Object { $_ -is [System.Xml.XmlElement] })
}

# The first name that an object has twice, at any depth, or an empty text
function Get-DoubledMember([System.Xml.XmlElement] $Parent) {
    $names = New-Object 'System.Collections.Generic.HashSet[string]'
    $isObject = $Parent.GetAttribute('type') -eq 'object'
    foreach ($member in Get-Members $Parent) {
        $name = Get-MemberName $member
        if ($isObject -and -not $names.Add($name)) { return $name }
        $inner = Get-DoubledMember $member
        if ($inner -ne '') { return $inner }
    }
    return ''
}

# Writes an element and what is in it as JSON
function ConvertTo-JsonBytes([System.Xml.XmlElement] $Root) {
    $stream = New-Object System.IO.MemoryStream
    $writer = [System.Runtime.Serialization.Json.JsonReaderWriterFactory]::CreateJsonWriter($stream, (New-Object System.Text.UTF8Encoding($false)), $false)
    $Root.WriteTo($writer)
    $writer.Flush()
    return , $stream.ToArray()
}

# Sets a text member of an object
function Set-TextMember([System.Xml.XmlElement] $Parent, [string] $Name, [string] $Value) {
    $member = $Parent.SelectSingleNode($Name)
    if ($null -eq $member) { $member = $Parent.AppendChild($Parent.OwnerDocument.CreateElement($Name)) }
    $member.SetAttribute('type', 'string')
    $member.InnerText = $Value
}
