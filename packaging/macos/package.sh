#!/bin/sh
# The macOS installer from the finished dist/TutorApp.app: per machine or per user, silent, with nothing to fetch.
#
#   sh packaging/macos/package.sh
#
# Two variables sign it for other machines: CODESIGN_IDENTITY (also read by packaging/bundle/build.py, which signs the app)
# and INSTALLER_IDENTITY; NOTARY_PROFILE names a keychain profile made with `xcrun notarytool store-credentials`, and has
# Apple's notary look at the package. Without them the package works on the machine that made it, and elsewhere after the
# administrator has allowed it. The file type .tutorpack is declared in the app's Info.plist (see tutorapp.spec).
set -eu
cd "$(dirname "$0")/../.."
version=$(python3 -c 'import tutorapp; print(tutorapp.__version__)')
package="dist/TutorApp-$version.pkg"
stage=build/macos
test -d dist/TutorApp.app || { echo "There is no finished app. Run: python3 packaging/bundle/build.py"; exit 1; }

rm -rf "$stage"
mkdir -p "$stage/root"
cp -R dist/TutorApp.app "$stage/root/"
# Not relocatable: an older copy in another folder must not be overwritten in its place.
pkgbuild --analyze --root "$stage/root" "$stage/components.plist"
plutil -replace 0.BundleIsRelocatable -bool NO "$stage/components.plist"
pkgbuild --root "$stage/root" --component-plist "$stage/components.plist" --identifier org.tutorapp.TutorApp \
  --version "$version" --install-location /Applications "$stage/program.pkg"
sed "s/VERSION/$version/" packaging/macos/distribution.xml > "$stage/distribution.xml"
if [ -n "${INSTALLER_IDENTITY:-}" ]; then
  productbuild --distribution "$stage/distribution.xml" --package-path "$stage" --sign "$INSTALLER_IDENTITY" "$package"
else
  productbuild --distribution "$stage/distribution.xml" --package-path "$stage" "$package"
fi
if [ -n "${NOTARY_PROFILE:-}" ]; then
  xcrun notarytool submit "$package" --keychain-profile "$NOTARY_PROFILE" --wait
  xcrun stapler staple "$package"
fi
echo "$package"
