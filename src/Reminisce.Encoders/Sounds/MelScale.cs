namespace Reminisce.Encoders;

/// <summary>How pitch is measured.</summary>
internal enum MelScale
{
    /// <summary>Linear to 1 kHz, logarithmic above: Slaney's Auditory Toolbox, the scale of Whisper.</summary>
    Slaney,

    /// <summary><c>2595 log10(1 + f / 700)</c>.</summary>
    Htk,

    /// <summary>As HTK, with triangles that are straight on the mel axis.</summary>
    Kaldi,
}
