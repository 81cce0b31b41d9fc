namespace Reminisce.Training.Import;

/// <summary>A file for the pack.</summary>
/// <param name="Path">Its path inside the pack.</param>
/// <param name="Content">Its bytes.</param>
internal sealed record ImportedFile(string Path, byte[] Content);
