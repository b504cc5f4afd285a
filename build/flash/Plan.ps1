# What flash.ps1 decides before it runs anything: targets, addresses, which options go together, which steps there are.

# Where the deployment partition begins, by the chip of the target. It is always named: nanoff 2.5.162
# takes 0x1B0000 for the classic ESP32 too, and that is in the middle of its runtime.
$DeploymentAddresses = @(
    @{ Pattern = '^ESP32_(S3|C3)(_|$)'; Address = '0x1B0000' },
    @{ Pattern = '^(ESP32_(PSRAM_)?REV\d|ESP32_ETHERNET_KIT|ESP32_OLIMEX|WT32_ETH01)'; Address = '0x1E0000' }
)

# Longest file that the firmware reads as board.json, in bytes (DescriptionReader.LongestText)
$LongestBoard = 6144

function Get-DeploymentAddress([string] $Name) {
    foreach ($entry in $DeploymentAddresses) {
        if ($Name -cmatch $entry.Pattern) { return $entry.Address }
    }
    throw "the deployment address of target '$Name' is not known. Known are ESP32 (REV3, PSRAM_REV3, ETHERNET_KIT, OLIMEX), WT32_ETH01, ESP32_S3_* and ESP32_C3, in capitals."
}

# What is wrong with the options as a whole, or an empty text
function Get-OptionProblem([hashtable] $o) {
    if ($o.FirmwareOnly -and $o.AppOnly) { return '-FirmwareOnly and -AppOnly exclude each other' }
    if ($o.Erase -and $o.AppOnly) { return '-Erase erases the runtime too: leave -AppOnly out' }
    if ($o.FirmwareOnly -and ($o.Board -ne '' -or $o.Provision -ne '' -or $o.ConsolePort -ne '' -or $o.Batch -ne '')) {
        return '-FirmwareOnly writes the runtime and nothing else: leave -Board, -Provision, -ConsolePort and -Batch out'
    }
    if ($o.Results -ne '' -and $o.Batch -eq '') { return '-Results belongs to -Batch' }
    if ($o.Results -ne '' -and $o.Results -eq $o.Batch) { return '-Results and -Batch are the same file' }
    if ($o.ReadySeconds -lt 5 -or $o.ReadySeconds -gt 600) { return '-ReadySeconds takes 5 to 600' }
    if ($o.Port -eq '' -and $o.Batch -eq '') {
        return "name the board's serial port: -Port COM5 or -Port /dev/ttyUSB0 ('dotnet nanoff --listports' shows them)"
    }
    if ($o.Port -ne '' -and $o.Port -eq $o.ConsolePort) {
        return "-ConsolePort is the board's second UART: it cannot be $($o.Port) as well, over which the board is written"
    }
    return ''
}

# Reads and checks everything that can be checked without a board
function New-Plan([hashtable] $o) {
    $problem = Get-OptionProblem $o
    if ($problem -ne '') { throw $problem }
    $plan = @{ Options = $o; Address = (Get-DeploymentAddress $o.Target); Provision = $null; Rows = @(); Failed = 0; HasOpenEvse = $false }
    if ($o.Batch -ne '') { $plan.Rows = @(Read-Identities $o) }
    $passwordFollows = $plan.Rows.Count -gt 0 -and $plan.Rows[0].Password -ne ''
    if ($o.Provision -ne '') { $plan.Provision = Read-Provision $o.Provision $passwordFollows }
    if ($o.Board -ne '') {
        $description = Read-BoardDescription $o.Board
        $plan.HasOpenEvse = $null -ne $description.SelectSingleNode('openEvse')
        $isConsoleUsed = $o.ConsolePort -ne '' -or @($plan.Rows | Where-Object { $_.Console -ne '' }).Count -gt 0
        if ($isConsoleUsed -and $null -eq $description.SelectSingleNode('console')) {
            throw "$($o.Board) describes no console: add 'console', or leave the console's port out"
        }
    }
    return $plan
}

# The file is judged field by field by the simulator later; here it is made sure that it is one
function Read-BoardDescription([string] $Path) {
    $root = Read-Json $Path $LongestBoard
    foreach ($name in 'version', 'vendor', 'model', 'chip', 'connectors') {
        if ($null -eq $root.SelectSingleNode($name)) { throw "$Path is no board description: '$name' is missing (docs/hardware.md)" }
    }
    return , $root
}

# The driver of OpenEVSE is in the image when it is asked for
function Get-BuildArguments([bool] $HasOpenEvse) {
    $arguments = @('build', 'ChargePoint.Firmware/ChargePoint.Device', '-p:Device=true')
    if ($HasOpenEvse) { $arguments += '-p:OpenEvse=true' }
    return $arguments
}

function Get-RuntimeArguments([hashtable] $o, [string] $SerialPort) {
    $arguments = @('nanoff', '--update', '--target', $o.Target, '--serialport', $SerialPort)
    if ($o.Erase) { $arguments += '--masserase' }
    return $arguments
}

function Get-ImageArguments([hashtable] $o, [string] $SerialPort, [string] $Address) {
    return @('nanoff', '--target', $o.Target, '--serialport', $SerialPort, '--deploy', '--image', $o.Image, '--address', $Address, '--reset')
}

function Get-ClosingWords([hashtable] $Plan) {
    $o = $Plan.Options
    if ($o.FirmwareOnly) { return "Done. The runtime is on the board at $($o.Port)." }
    if ($o.ConsolePort -ne '') { return "Done. The charge point is ready; its console is at $($o.ConsolePort), 115200 8N1." }
    return "Done. The board at $($o.Port) starts by itself. To look at it, open its console (second UART, pins of 'console' in the board`n" +
        "description) with a terminal program at 115200 8N1: it says 'ready: IDENTITY, ...' when it is up, and 'status' tells the rest."
}
