<#
.SYNOPSIS
    Builds the charge point and writes it to an ESP32 board.

.DESCRIPTION
    1. fetches nanoff, the flash tool of .NET nanoFramework, in the version of .config/dotnet-tools.json
    2. builds the deployment image: dotnet build -p:Device=true
    3. writes the .NET nanoFramework runtime for the board
    4. writes the image to the deployment partition

    Runs in Windows PowerShell 5.1 and in PowerShell 7 on Windows, Linux and macOS. Needs the .NET SDK of global.json.

.PARAMETER Port
    Serial port of the board, such as COM3 or /dev/ttyUSB0.

.PARAMETER Target
    Name of the runtime: ESP32_PSRAM_REV3, ESP32_REV3, ESP32_S3_QUAD, ESP32_S3_OCTAL, ESP32_C3, ...

.PARAMETER Erase
    Erases the whole flash first: configuration, certificates and stored transactions are lost.

.PARAMETER FirmwareOnly
    Writes the .NET nanoFramework runtime only.

.PARAMETER AppOnly
    Writes the charge point's image only; the runtime stays as it is.

.PARAMETER DryRun
    Shows what would be run, and runs nothing.

.EXAMPLE
    ./flash.ps1 -Port COM3

.EXAMPLE
    ./flash.ps1 -Port /dev/ttyACM0 -Target ESP32_S3_OCTAL -Erase
#>
[CmdletBinding()]
param(
    [string] $Port = '',
    [string] $Target = 'ESP32_PSRAM_REV3',
    [switch] $Erase,
    [switch] $FirmwareOnly,
    [switch] $AppOnly,
    [switch] $DryRun
)

Set-StrictMode -Version 2.0
$ErrorActionPreference = 'Stop'

# Where the deployment partition begins, by the chip of the target. It is always named: nanoff 2.5.162
# takes 0x1B0000 for the classic ESP32 too, and that is in the middle of its runtime.
$DeploymentAddresses = @(
    @{ Pattern = '^ESP32_(S3|C3)(_|$)'; Address = '0x1B0000' },
    @{ Pattern = '^(ESP32_(PSRAM_)?REV\d|ESP32_ETHERNET_KIT|ESP32_OLIMEX|WT32_ETH01)'; Address = '0x1E0000' }
)

function Stop-WithError([string] $Message) {
    [Console]::Error.WriteLine("flash.ps1: $Message")
    exit 1
}

function Get-DeploymentAddress([string] $Name) {
    foreach ($entry in $DeploymentAddresses) {
        if ($Name -match $entry.Pattern) { return $entry.Address }
    }
    Stop-WithError "the deployment address of target '$Name' is not known. Known are ESP32 (REV3, PSRAM_REV3, ETHERNET_KIT, OLIMEX), WT32_ETH01, ESP32_S3_* and ESP32_C3."
}

function Invoke-Step([string] $What, [string[]] $Arguments) {
    Write-Host ''
    Write-Host "== $What"
    Write-Host "   dotnet $($Arguments -join ' ')"
    if ($DryRun) { return }
    & dotnet $Arguments
    if ($LASTEXITCODE -ne 0) { Stop-WithError "'$What' failed (exit code $LASTEXITCODE), see above" }
}

if ($FirmwareOnly -and $AppOnly) { Stop-WithError '-FirmwareOnly and -AppOnly exclude each other' }
if ($Erase -and $AppOnly) { Stop-WithError '-Erase erases the runtime too: leave -AppOnly out' }
if ($Port -eq '') { Stop-WithError "name the board's serial port: -Port COM3 or -Port /dev/ttyUSB0 ('dotnet nanoff --listports' shows them)" }
if (-not (Get-Command dotnet -ErrorAction SilentlyContinue)) { Stop-WithError 'the .NET SDK is missing (its version is in global.json): https://dotnet.microsoft.com/download' }

$address = Get-DeploymentAddress $Target
$image = Join-Path $PSScriptRoot 'artifacts/device/bin/ChargePoint.Device/debug/ChargePoint.Firmware.bin'

Push-Location $PSScriptRoot
try {
    Invoke-Step 'fetch the flash tool' @('tool', 'restore')

    if (-not $FirmwareOnly) {
        Invoke-Step 'build the deployment image' @('build', 'ChargePoint.Firmware/ChargePoint.Device', '-p:Device=true')
        if (-not $DryRun -and -not (Test-Path $image)) { Stop-WithError "the build left no image at $image" }
    }

    if (-not $AppOnly) {
        $arguments = @('nanoff', '--update', '--target', $Target, '--serialport', $Port)
        if ($Erase) { $arguments += '--masserase' }
        Invoke-Step "write the runtime $Target" $arguments
    }

    if (-not $FirmwareOnly) {
        Invoke-Step "write the charge point to $address" @('nanoff', '--target', $Target, '--serialport', $Port, '--deploy', '--image', $image, '--address', $address, '--reset')
    }
}
finally {
    Pop-Location
}

Write-Host ''
if ($DryRun) { Write-Host 'Dry run: nothing was run.' } else { Write-Host "Done. The board on $Port starts by itself." }
exit 0
