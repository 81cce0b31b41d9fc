namespace Reminisce.Encoders;

/// <summary>A rectangle of pixels.</summary>
internal readonly record struct PictureRegion(int X, int Y, int Width, int Height);
