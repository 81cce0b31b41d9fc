namespace Reminisce.Training.Tests.Import;

/// <summary>A sound made by test code.</summary>
internal static class TestTone
{
    /// <summary>Writes a quarter of a second of a tone as WAV: 16 kHz, 16 bits, one channel.</summary>
    /// <param name="hertz">Its pitch.</param>
    /// <param name="fading">How much faster than not at all it fades, per second.</param>
    public static byte[] Wav(double hertz = 440, double fading = 0)
    {
        const int Samples = 4000;
        byte[] header =
        [
            .. "RIFF"u8, .. BitConverter.GetBytes(36 + (2 * Samples)), .. "WAVEfmt "u8, 16, 0, 0, 0, 1, 0, 1, 0,
            .. BitConverter.GetBytes(16000), .. BitConverter.GetBytes(32000), 2, 0, 16, 0, .. "data"u8, .. BitConverter.GetBytes(2 * Samples),
        ];
        return [.. header, .. Enumerable.Range(0, Samples).SelectMany(i => BitConverter.GetBytes((short)(8000 * Math.Exp(-fading * i / 16000) * Math.Sin(2 * Math.PI * hertz * i / 16000))))];
    }
}
