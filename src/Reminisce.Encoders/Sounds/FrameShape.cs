namespace Reminisce.Encoders;

/// <summary>How samples are cut into frames before the transform.</summary>
/// <param name="Length">Samples of a frame; the window is as long.</param>
/// <param name="Hop">Samples from one frame to the next.</param>
/// <param name="FftLength">Length of the transform; frames are filled up with zeros.</param>
/// <param name="Centered">Whether frame 0 is centred on sample 0, with the ends mirrored, or begins there.</param>
/// <param name="PeriodicWindow">Whether the Hann window is periodic or symmetric.</param>
/// <param name="RemoveMean">Whether each frame's mean is taken off first, as Kaldi does.</param>
/// <param name="Preemphasis">The share of the previous sample that is taken off each, 0 for none.</param>
internal sealed record FrameShape(int Length, int Hop, int FftLength, bool Centered, bool PeriodicWindow, bool RemoveMean, float Preemphasis);
