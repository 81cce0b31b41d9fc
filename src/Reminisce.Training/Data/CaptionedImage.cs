namespace Reminisce.Training.Data;

/// <summary>One image with the captions people wrote for it.</summary>
internal sealed record CaptionedImage(string Path, string Split, IReadOnlyList<string> Captions);
