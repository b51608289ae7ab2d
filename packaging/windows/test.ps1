# Installs, runs, repeats and removes one of the installers, silently. On a Windows machine that may be changed:
#   powershell -File packaging\windows\test.ps1 -Msi dist\TutorApp-0.1.0-machine.msi -Folder "C:\Program Files\TutorApp"
param([Parameter(Mandatory)] [string] $Msi, [Parameter(Mandatory)] [string] $Folder)
$ErrorActionPreference = "Stop"

function Invoke-Installer([string[]] $Words) {
    $done = Start-Process msiexec.exe -ArgumentList ($Words + "/qn", "/norestart") -Wait -PassThru
    if ($done.ExitCode -ne 0) { throw "msiexec $Words gave $($done.ExitCode)" }
}

function Assert-That([bool] $Holds, [string] $What) {
    if (-not $Holds) { throw "FAILS: $What" }
    Write-Output "holds: $What"
}

$package = "`"$((Resolve-Path $Msi).Path)`""
$work = Join-Path $env:TEMP "tutorapp-test"
Invoke-Installer @("/i", $package)
Assert-That (Test-Path "$Folder\TutorApp.exe") "installed silently"
& "$Folder\tutorapp-cli.exe" --selftest
Assert-That ($LASTEXITCODE -eq 0) "the self-test passes"
& "$Folder\tutorapp-cli.exe" --data-dir $work doctor
Assert-That ($LASTEXITCODE -eq 0) "the doctor finds all well"
foreach ($kind in "Pack", "Work", "Result") {
  $verb = (Get-ItemProperty "Registry::HKEY_CLASSES_ROOT\TutorApp.$kind.1\shell\open\command")."(default)"
  Assert-That ($verb -like "*TutorApp.exe*") ".tutor$($kind.ToLower()) files open in TutorApp"
}
Set-Content "$Folder\policy.json" '{"format": 1}'
Invoke-Installer @("/i", $package)
Assert-That (Test-Path "$Folder\policy.json") "an upgrade in place keeps the school's policy"
Invoke-Installer @("/x", $package)
Assert-That (-not (Test-Path "$Folder\TutorApp.exe")) "removed silently"
$left = Get-ChildItem -Recurse -File $Folder -ErrorAction SilentlyContinue | Where-Object Name -ne "policy.json"
Assert-That ($null -eq $left) "nothing but the policy is left"
Assert-That (Test-Path $work) "the pupil's data is kept"
Remove-Item -Recurse -Force $Folder, $work
