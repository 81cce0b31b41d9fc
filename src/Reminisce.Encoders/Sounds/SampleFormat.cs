namespace Reminisce.Encoders;

/// <summary>How one sample of one channel is stored; little endian.</summary>
internal enum SampleFormat
{
    UInt8,
    Int16,
    Int24,
    Int32,
    Float32,
    Float64,
}
