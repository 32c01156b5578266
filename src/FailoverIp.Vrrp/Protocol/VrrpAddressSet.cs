using System.Buffers.Binary;
using System.Net;

namespace FailoverIp.Vrrp;

/// <summary>
/// The virtual addresses of one virtual router, to be compared with those of adverts: as sets, whatever their order, without allocation. A difference
/// is for the log; it discards nothing (RFC 9568 section 7.1).
/// </summary>
internal sealed class VrrpAddressSet
{
    private readonly byte[] _packed;
    private readonly UInt128[] _sorted;

    /// <summary>Takes the addresses, of one family.</summary>
    /// <exception cref="ArgumentException">They are of both families, or more than an advert can hold.</exception>
    public VrrpAddressSet(IReadOnlyCollection<IPAddress> addresses)
    {
        if (addresses.Count > VrrpAdvertisement.MaxAddresses)
            throw new ArgumentException($"an advert holds at most {VrrpAdvertisement.MaxAddresses} addresses", nameof(addresses));
        _packed = VrrpAdvertisementWriter.Pack(addresses);
        _sorted = [.. addresses.Select(VrrpPacketContext.ToNumber).Distinct().Order()];
    }

    /// <summary>True where an advert holds these addresses and no others.</summary>
    public bool Matches(VrrpAddressList addresses)
    {
        // Most adverts are of the peer that has the same configuration, in the same order.
        if (addresses.Bytes.SequenceEqual(_packed))
            return true;

        Span<bool> isFound = stackalloc bool[_sorted.Length];
        var found = 0;
        foreach (var address in addresses)
        {
            var number = address.Length == 4 ? BinaryPrimitives.ReadUInt32BigEndian(address) : BinaryPrimitives.ReadUInt128BigEndian(address);
            var index = _sorted.AsSpan().BinarySearch(number);
            if (index < 0)
                return false;
            if (!isFound[index])
                found++;
            isFound[index] = true;
        }
        return found == _sorted.Length;
    }
}
