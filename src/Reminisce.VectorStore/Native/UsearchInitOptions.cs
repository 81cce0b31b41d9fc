using System.Runtime.InteropServices;

namespace Reminisce.VectorData.Native;

/// <summary>Mirrors <c>usearch_init_options_t</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct UsearchInitOptions
{
    public int MetricKind;
    public nint MetricFunction;
    public int Quantization;
    public nuint Dimensions;
    public nuint Connectivity;
    public nuint ExpansionAdd;
    public nuint ExpansionSearch;
    public byte Multi;
}
