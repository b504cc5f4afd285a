# provision.json: what a charge point is told before its first start. The firmware judges it once more, as a whole.

# Longest file that is written to the board, in bytes
$LongestProvision = 16384
$LongestPem = 5500

# Member, type in JSON
$ProvisionMembers = @{
    identity = 'string'; centralSystem = 'string'; password = 'string'; securityProfile = 'number'; network = 'object'
    configuration = 'object'; certificates = 'array'; servicePin = 'string'
}
$NetworkMembers = @('type', 'ssid', 'password', 'address', 'mask', 'gateway', 'dns', 'ntp')

function Get-IdentityProblem([string] $Identity) {
    if ($Identity.Length -lt 1 -or $Identity.Length -gt 48) { return 'takes 1 to 48 characters' }
    if ($Identity -match '[^\x21-\x7E]|:') { return 'takes no blanks, colons, control characters or letters outside of ASCII' }
    if ($Identity -eq '.' -or $Identity -eq '..') { return "cannot be '.' or '..'" }
    return ''
}

# AuthorizationKey by the security white paper, edition 3
function Get-PasswordProblem([string] $Password) {
    $length = [System.Text.Encoding]::UTF8.GetByteCount($Password)
    if ($length -lt 16 -or $length -gt 40) { return "takes 16 to 40 bytes, not $length" }
    return ''
}

function Get-UrlProblem([string] $Url) {
    if ($Url -notmatch '^wss?://[^/?#\s]') { return 'has to begin with ws:// or wss:// and a host' }
    if ($Url -match '[\s#]' -or $Url -match '[^\x21-\x7E]') { return 'holds a blank, # or a character outside of ASCII: percent-encode it' }
    if ($Url -match '^wss?://[^/?]*@') { return "must not hold a user name or password: use 'password'" }
    return ''
}

function Get-AddressProblem([string] $Address) {
    if ($Address -eq '') { return '' }
    if ($Address -notmatch '^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$') { return 'has to be an IPv4 address, such as 192.168.1.20' }
    foreach ($i in 1..4) { if ([int] $Matches[$i] -gt 255) { return 'has to be an IPv4 address, such as 192.168.1.20' } }
    return ''
}

function Assert-Member([string] $Path, [string] $Name, [string] $Problem) {
    if ($Problem -ne '') { throw "$Path`: $Name $Problem" }
}

# Reads and checks the file, and puts the text of the certificates in
function Read-Provision([string] $Path, [bool] $PasswordFollows) {
    $root = Read-Json $Path $LongestProvision
    foreach ($member in Get-Members $root) {
        $name = Get-MemberName $member
        $type = $null
        foreach ($known in $ProvisionMembers.Keys) { if ($known -ceq $name) { $type = $ProvisionMembers[$known] } }
        if ($null -eq $type) { throw "$Path`: '$name' is not known. Known are $((@($ProvisionMembers.Keys) | Sort-Object) -join ', ')" }
        if ($member.GetAttribute('type') -ne $type) { throw "$Path`: $name has to be of type $type" }
    }

    $text = @{}
    foreach ($name in 'identity', 'centralSystem', 'password') {
        $node = $root.SelectSingleNode($name)
        if ($null -ne $node) { $text[$name] = $node.InnerText }
    }
    if ($text.ContainsKey('identity')) { Assert-Member $Path 'identity' (Get-IdentityProblem $text.identity) }
    if ($text.ContainsKey('centralSystem')) { Assert-Member $Path 'centralSystem' (Get-UrlProblem $text.centralSystem) }
    if ($text.ContainsKey('password')) { Assert-Member $Path 'password' (Get-PasswordProblem $text.password) }
    $level = $root.SelectSingleNode('securityProfile')
    if ($null -ne $level) {
        if ($level.InnerText -notmatch '^[0-3]$') { throw "$Path`: securityProfile takes 0 to 3" }
        $number = [int] $level.InnerText
        if (($number -eq 1 -or $number -eq 2) -and -not $text.ContainsKey('password') -and -not $PasswordFollows) { throw "$Path`: securityProfile $number needs a password" }
        if ($number -ge 2 -and $null -eq $root.SelectSingleNode('certificates/item')) { throw "$Path`: securityProfile $number needs the root certificate of the Central System in certificates" }
    }
    $pin = $root.SelectSingleNode('servicePin')
    if ($null -ne $pin -and $pin.InnerText -notmatch '^[0-9]{6,12}$') { throw "$Path`: servicePin has 6 to 12 digits" }
    $configuration = $root.SelectSingleNode('configuration')
    if ($null -ne $configuration) {
        foreach ($key in Get-Members $configuration) {
            if ($key.GetAttribute('type') -ne 'string') { throw "$Path`: configuration.$(Get-MemberName $key) has to be a text in quotes" }
        }
    }
    Assert-Network $Path $root.SelectSingleNode('network')
    Import-Certificates $Path $root.SelectSingleNode('certificates')
    $length = (ConvertTo-JsonBytes $root).Length
    if ($length -gt $LongestProvision) { throw "$Path has $length bytes with its certificates, more than $LongestProvision" }
    return , $root
}

function Assert-Network([string] $Path, $Network) {
    if ($null -eq $Network) { return }
    $text = @{}
    foreach ($member in Get-Members $Network) {
        $name = Get-MemberName $member
        if ($NetworkMembers -cnotcontains $name) { throw "$Path`: 'network.$name' is not known. Known are $($NetworkMembers -join ', ')" }
        if ($member.GetAttribute('type') -ne 'string') { throw "$Path`: network.$name has to be a text in quotes" }
        $text[$name] = $member.InnerText
    }
    foreach ($name in $NetworkMembers) { if (-not $text.ContainsKey($name)) { $text[$name] = '' } }
    if ($text.type -cne 'wifi' -and $text.type -cne 'ethernet') { throw "$Path`: network.type has to be 'wifi' or 'ethernet'" }
    foreach ($name in 'address', 'mask', 'gateway', 'dns') { Assert-Member $Path "network.$name" (Get-AddressProblem $text[$name]) }
    if ($text.address -ne '' -and ($text.mask -eq '' -or $text.gateway -eq '')) { throw "$Path`: network.address needs network.mask and network.gateway" }
    if ($text.address -eq '' -and ($text.mask + $text.gateway + $text.dns) -ne '') { throw "$Path`: network.mask, network.gateway and network.dns need network.address" }
    if ($text.type -ceq 'wifi') {
        $ssid = [System.Text.Encoding]::UTF8.GetByteCount($text.ssid)
        if ($ssid -lt 1 -or $ssid -gt 32) { throw "$Path`: network.ssid takes 1 to 32 bytes" }
        $secret = [System.Text.Encoding]::UTF8.GetByteCount($text.password)
        if ($secret -ne 0 -and ($secret -lt 8 -or $secret -gt 63)) { throw "$Path`: network.password takes 8 to 63 bytes, or none for an open network" }
    }
}

# Replaces each certificate that is a path by the text of the PEM file, one entry for each certificate in it
function Import-Certificates([string] $Path, $Certificates) {
    if ($null -eq $Certificates) { return }
    $found = @()
    foreach ($entry in Get-Members $Certificates) {
        if ($entry.GetAttribute('type') -ne 'string') { throw "$Path`: certificates has to be a list of texts" }
        $pem = $entry.InnerText
        $source = 'certificates'
        if ($pem -notmatch '-----BEGIN') {
            $source = $pem
            if (-not [System.IO.Path]::IsPathRooted($pem)) { $source = Join-Path ([System.IO.Path]::GetDirectoryName($Path)) $pem }
            $pem = Read-Text $source 65536
        }
        if ($pem -match '-----BEGIN [A-Z ]*PRIVATE KEY') { throw "$Path`: $source holds a private key: only certificates belong there" }
        $blocks = [regex]::Matches($pem, '-----BEGIN CERTIFICATE-----[A-Za-z0-9+/=\s]+-----END CERTIFICATE-----')
        if ($blocks.Count -eq 0) { throw "$Path`: $source holds no certificate in PEM (-----BEGIN CERTIFICATE-----)" }
        foreach ($block in $blocks) {
            $certificate = ($block.Value -replace '\r\n?', "`n") + "`n"
            if ($certificate.Length -gt $LongestPem) { throw "$Path`: a certificate of $source has $($certificate.Length) characters, more than $LongestPem" }
            $found += $certificate
        }
    }
    foreach ($entry in Get-Members $Certificates) { [void] $Certificates.RemoveChild($entry) }
    foreach ($certificate in $found) {
        $entry = $Certificates.AppendChild($Certificates.OwnerDocument.CreateElement('item'))
        $entry.SetAttribute('type', 'string')
        $entry.InnerText = $certificate
    }
}

# A copy for one board of a batch
function New-BoardProvision($Template, [hashtable] $Row) {
    $document = New-Object System.Xml.XmlDocument
    $document.PreserveWhitespace = $true
    if ($null -eq $Template) {
        $root = $document.AppendChild($document.CreateElement('root'))
        $root.SetAttribute('type', 'object')
    }
    else { $root = $document.AppendChild($document.ImportNode($Template, $true)) }
    Set-TextMember $root 'identity' $Row.Identity
    if ($Row.Password -ne '') { Set-TextMember $root 'password' $Row.Password }
    return , $root
}

function Get-Amount([System.Xml.XmlElement] $List, [string] $What) {
    $count = @(Get-Members $List).Count
    if ($count -eq 1) { return "1 $What" }
    return "$count ${What}s"
}

# What is in it, without what is secret
function Get-ProvisionSummary($Root) {
    $words = @()
    foreach ($member in Get-Members $Root) {
        switch (Get-MemberName $member) {
            'identity' { $words += "identity $($member.InnerText)" }
            'centralSystem' { $words += "Central System $($member.InnerText -replace '\?.*$', '?...')" }
            'password' { $words += 'password (not shown)' }
            'securityProfile' { $words += "security profile $($member.InnerText)" }
            'network' {
                $type = $member.SelectSingleNode('type').InnerText
                $ssid = $member.SelectSingleNode('ssid')
                if ($type -ceq 'wifi' -and $null -ne $ssid) { $words += "Wi-Fi '$($ssid.InnerText)'" } else { $words += $type }
            }
            'configuration' { $words += Get-Amount $member 'configuration key' }
            'certificates' { $words += Get-Amount $member 'certificate' }
            'servicePin' { $words += 'service PIN (not shown)' }
        }
    }
    if ($words.Count -eq 0) { return 'nothing' }
    return $words -join ', '
}
