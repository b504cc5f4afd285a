<#
.SYNOPSIS
    Builds the charge point and writes it to an ESP32 board, or to one board after the other.

.DESCRIPTION
    1. fetches nanoff, the flash tool of .NET nanoFramework, in the version of .config/dotnet-tools.json
    2. checks the files and builds the deployment image
    3. writes the .NET nanoFramework runtime for the board
    4. writes board.json and provision.json to the board's flash
    5. writes the image to the deployment partition and starts it
    6. waits on the console until the charge point says that it is ready

    Runs in Windows PowerShell 5.1 and in PowerShell 7 on Windows, Linux and macOS. Needs the .NET SDK of global.json.

.PARAMETER Port
    Serial port of the board, such as COM5 or /dev/ttyUSB0.

.PARAMETER Target
    Name of the runtime: ESP32_PSRAM_REV3, ESP32_REV3, ESP32_S3_QUAD, ESP32_S3_OCTAL, ESP32_C3, ...

.PARAMETER Board
    Board description, such as boards/single-phase.json (docs/hardware.md). It becomes board.json in the board's flash.

.PARAMETER Provision
    Identity, Central System, network and certificates of the charge point (docs/quick-start.md). Certificates may be named
    by the path of a PEM file. The charge point applies and deletes it when it starts.

.PARAMETER Erase
    Erases the whole flash first: configuration, certificates and transactions that were not sent are lost.

.PARAMETER FirmwareOnly
    Writes the .NET nanoFramework runtime only.

.PARAMETER AppOnly
    Leaves the runtime as it is; writes the files that are named, and the image.

.PARAMETER ConsolePort
    Serial port that the board's console (its second UART) is wired to. The script waits there for 'ready'.

.PARAMETER ReadySeconds
    How long it waits, 5 to 600 seconds.

.PARAMETER Batch
    CSV file with a line for each board: columns identity, and if wanted password, port, console. The script asks for one
    board after the other, goes on after one that failed, and appends a line for each to the results.

.PARAMETER Results
    CSV file for the results of a batch; without it, NAME.results.csv beside the file of -Batch.

.PARAMETER DryRun
    Shows what would be run, and runs nothing.

.EXAMPLE
    ./flash.ps1 -Port COM5 -Board boards/single-phase.json -Provision provision.json -ConsolePort COM6

.EXAMPLE
    ./flash.ps1 -Port /dev/ttyACM0 -Target ESP32_S3_OCTAL -Erase

.EXAMPLE
    ./flash.ps1 -Port COM5 -Board boards/single-phase.json -Provision depot.json -Batch identities.csv
#>
[CmdletBinding()]
param(
    [string] $Port = '',
    [string] $Target = 'ESP32_PSRAM_REV3',
    [string] $Board = '',
    [string] $Provision = '',
    [switch] $Erase,
    [switch] $FirmwareOnly,
    [switch] $AppOnly,
    [string] $ConsolePort = '',
    [int] $ReadySeconds = 120,
    [string] $Batch = '',
    [string] $Results = '',
    [switch] $DryRun
)

Set-StrictMode -Version 2.0
$ErrorActionPreference = 'Stop'

# Where the device build leaves the image
$Image = 'artifacts/device/bin/ChargePoint.Device/debug/ChargePoint.Firmware.bin'

foreach ($part in 'Plan', 'Json', 'Provision', 'Steps', 'Console', 'Batch') { . (Join-Path $PSScriptRoot "build/flash/$part.ps1") }

# Paths are those of the caller's folder, the commands run in the repository's
function Resolve-Argument([string] $Path) {
    if ($Path -eq '') { return '' }
    return $ExecutionContext.SessionState.Path.GetUnresolvedProviderPathFromPSPath($Path)
}

$options = @{
    Port = $Port; Target = $Target; Board = (Resolve-Argument $Board); Provision = (Resolve-Argument $Provision)
    Erase = [bool] $Erase; FirmwareOnly = [bool] $FirmwareOnly; AppOnly = [bool] $AppOnly
    ConsolePort = $ConsolePort; ReadySeconds = $ReadySeconds
    Batch = (Resolve-Argument $Batch); Results = (Resolve-Argument $Results)
    DryRun = [bool] $DryRun; Image = $Image
}

Push-Location $PSScriptRoot
try {
    $plan = New-Plan $options
    if ($options.Batch -ne '') { Invoke-Batch $plan }
    else {
        Invoke-Preparation $plan
        Invoke-Board $plan $options.Port $options.ConsolePort $plan.Provision
        Write-Host ''
        if ($DryRun) { Write-Host 'Dry run: nothing was run.' } else { Write-Host (Get-ClosingWords $plan) }
    }
}
catch {
    $problem = $_.Exception.Message
    # what this script throws is text for its user; anything else is a mistake in it, whose place is wanted
    if ($_.Exception -isnot [System.Management.Automation.RuntimeException] -or $_.FullyQualifiedErrorId -ne $problem) {
        $problem = "$problem ($($_.InvocationInfo.ScriptName):$($_.InvocationInfo.ScriptLineNumber))"
    }
    [Console]::Error.WriteLine("flash.ps1: $problem")
    exit 1
}
finally {
    Pop-Location
}

if ($plan.Failed -gt 0) { exit 1 }
exit 0
