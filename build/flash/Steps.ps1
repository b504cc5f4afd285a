# The steps: what is run, and what to do when it fails.

$PortHint = "Check the cable and the name of the port ('dotnet nanoff --listports'), close other programs that have it open, and on Linux " +
    'join the group dialout. Hold BOOT on the board while it connects, if it does not reset by itself.'

function Write-Step([string] $What, [string[]] $Lines) {
    Write-Host ''
    Write-Host "== $What"
    foreach ($line in $Lines) { Write-Host "   $line" }
}

function Invoke-Step([hashtable] $Plan, [string] $What, [string[]] $Arguments, [string] $Hint) {
    Write-Step $What @("dotnet $($Arguments -join ' ')")
    if ($Plan.Options.DryRun) { return }
    & dotnet $Arguments
    if ($LASTEXITCODE -ne 0) { throw "'$What' failed (exit code $LASTEXITCODE), see above. $Hint" }
}

function Assert-Tools {
    $where = 'Get it from https://dotnet.microsoft.com/download and open a new terminal.'
    if (-not (Get-Command dotnet -ErrorAction SilentlyContinue)) { throw "the .NET SDK is missing (its version is in global.json). $where" }
    $version = & dotnet --version
    if ($LASTEXITCODE -ne 0) { throw "the .NET SDK that global.json asks for is missing, see above. $where" }
    Write-Host ".NET SDK $version"
}

# Once, however many boards there are
function Invoke-Preparation([hashtable] $Plan) {
    $o = $Plan.Options
    if (-not $o.DryRun) { Assert-Tools }
    Invoke-Step $Plan 'fetch the flash tool' @('tool', 'restore') 'It comes from nuget.org: check the network or the proxy, and try again.'
    if ($o.Board -ne '') {
        Invoke-Step $Plan 'check the board description' @('run', '--project', 'ChargePoint.Simulator', '--', 'check-board', $o.Board) 'Nothing was written to the board. docs/hardware.md explains each field.'
    }
    if ($o.FirmwareOnly) { return }
    Invoke-Step $Plan 'build the deployment image' (Get-BuildArguments $Plan.HasOpenEvse) 'Nothing was written to the board.'
    if (-not $o.DryRun -and -not (Test-Path -LiteralPath $o.Image)) { throw "the build left no image at $($o.Image): build without -p:NanoReferenceDir" }
}

# Files go to the board before the image is started, so that the first start finds them
function Invoke-Board([hashtable] $Plan, [string] $SerialPort, [string] $ConsoleName, $Provision) {
    $o = $Plan.Options
    $console = $null
    try {
        # opened first: 'ready' comes once
        if ($ConsoleName -ne '' -and -not $o.DryRun) { $console = Open-Console $ConsoleName }
        if (-not $o.AppOnly) { Invoke-Step $Plan "write the runtime $($o.Target)" (Get-RuntimeArguments $o $SerialPort) $PortHint }
        if ($o.Board -ne '' -or $null -ne $Provision) { Send-Files $Plan $SerialPort $Provision }
        if (-not $o.FirmwareOnly) {
            Invoke-Step $Plan "write the charge point to $($Plan.Address)" (Get-ImageArguments $o $SerialPort $Plan.Address) $PortHint
        }
        if ($ConsoleName -ne '') {
            Write-Step "wait for 'ready' at $ConsoleName" @("115200 8N1, up to $($o.ReadySeconds) s")
            if (-not $o.DryRun) {
                $identity = ''
                if ($null -ne $Provision -and $null -ne $Provision.SelectSingleNode('identity')) { $identity = $Provision.SelectSingleNode('identity').InnerText }
                Write-Host "   $(Wait-Ready $console $ConsoleName $o.ReadySeconds $identity)"
            }
        }
    }
    finally {
        if ($null -ne $console) { $console.Close() }
    }
}

# nanoff's network deployment is not used for Wi-Fi and certificates: the firmware judges provision.json as a whole and keeps them
# itself, and a second copy in the runtime's own settings could say something else.
function Send-Files([hashtable] $Plan, [string] $SerialPort, $Provision) {
    $o = $Plan.Options
    $lines = @()
    if ($o.Board -ne '') { $lines += "I:\board.json      <- $($o.Board)" }
    if ($null -ne $Provision) { $lines += "I:\provision.json  <- $(Get-ProvisionSummary $Provision)" }
    $list = '(temporary folder)/files.json'
    if ($o.DryRun) {
        Write-Step 'write the files' ($lines + "dotnet $((Get-FileArguments $list $SerialPort) -join ' ')")
        return
    }
    $folder = New-SecretFolder
    try {
        $files = @()
        if ($o.Board -ne '') { $files += @{ DestinationFilePath = 'I:\board.json'; SourceFilePath = $o.Board } }
        if ($null -ne $Provision) {
            $source = Join-Path $folder 'provision.json'
            [System.IO.File]::WriteAllBytes($source, (ConvertTo-JsonBytes $Provision))
            $files += @{ DestinationFilePath = 'I:\provision.json'; SourceFilePath = $source }
        }
        $list = Join-Path $folder 'files.json'
        $json = ConvertTo-Json @{ serialport = $SerialPort; files = $files } -Depth 4
        [System.IO.File]::WriteAllText($list, $json, (New-Object System.Text.UTF8Encoding($false)))
        $arguments = Get-FileArguments $list $SerialPort
        Write-Step 'write the files' ($lines + "dotnet $($arguments -join ' ')")
        $output = @(& dotnet $arguments | ForEach-Object { Write-Host "   $_"; "$_" })
        if ($LASTEXITCODE -ne 0) { throw "'write the files' failed (exit code $LASTEXITCODE), see above. $PortHint If it goes on: press RESET and run the script again." }
        # nanoff ends with 0 when a file could not be written
        foreach ($file in $files) {
            if (-not (Test-FileWritten $output $file.DestinationFilePath)) { throw "$($file.DestinationFilePath) could not be written, see above. With -Erase the board's flash is made anew; whatever is in it is lost." }
        }
    }
    finally {
        Remove-Item -LiteralPath $folder -Recurse -Force
    }
}

function Get-FileArguments([string] $List, [string] $SerialPort) {
    return @('nanoff', '--filedeployment', $List, '--serialport', $SerialPort)
}

# nanoff: 'Deploying file SOURCE to DESTINATION...OK'
function Test-FileWritten([string[]] $Output, [string] $Destination) {
    foreach ($line in $Output) {
        if ($line -match ('to ' + [regex]::Escape($Destination) + '\.\.\..*OK')) { return $true }
    }
    return $false
}

# For files with passwords: on Linux and macOS for nobody else to read; on Windows the user's own folder is
function New-SecretFolder {
    $path = Join-Path ([System.IO.Path]::GetTempPath()) ('chargepoint-' + [guid]::NewGuid().ToString('N'))
    [void] [System.IO.Directory]::CreateDirectory($path)
    if ([System.IO.Path]::DirectorySeparatorChar -eq '/') { & chmod 700 $path }
    return $path
}
