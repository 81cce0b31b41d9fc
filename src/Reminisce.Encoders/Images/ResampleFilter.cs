namespace Reminisce.Encoders;

/// <summary>Filters of a resize, numbered as in Hugging Face preprocessor files.</summary>
internal enum ResampleFilter
{
    Nearest = 0,
    Lanczos = 1,
    Bilinear = 2,
    Bicubic = 3,
    Box = 4,
}
